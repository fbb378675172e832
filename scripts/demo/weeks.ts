import type { Story } from '../../test/stories/base/story.ts'
import { mediaFiles, platformFiles, SECRET_IN_CLUSTER, shopFiles } from './teams.ts'

/** Three teams and their repositories. */
export interface Teams {
  readonly shop: Story
  readonly media: Story
  readonly platform: Story
}

/** One thing that somebody does. */
export interface Deed {
  /** Days after the beginning, and the time of that day in UTC. */
  readonly day: number
  readonly time: string
  readonly does: (teams: Teams) => Promise<unknown>
  /** The source that moved in Git. */
  readonly pushes?: keyof Teams
}

const HOTFIX = 'web=registry.example.com/shop/web:4.2.1-hotfix'

/** What happens in four weeks: a hotfix that is undone and brought home, forgotten debugging, limits that creep. */
export const WEEKS: readonly Deed[] = [
  deed(1, '14:20', ({ shop }) => shop.kubectl('alice', ['set', 'env', 'deployment/web', 'DEBUG=all'])),
  deed(2, '03:10', ({ shop }) => shop.kubectl('alice', ['set', 'image', 'deployment/web', HOTFIX])),
  deed(2, '03:52', ({ shop }) => shop.deploy('argocd')),
  deed(2, '04:05', ({ shop }) => shop.kubectl('alice', ['set', 'image', 'deployment/web', HOTFIX])),
  { ...deed(2, '09:30', async ({ shop }) => shop.commit(shopFiles('4.2.1-hotfix'))), pushes: 'shop' },
  deed(3, '10:15', ({ media }) =>
    patch(media, 'bob', 'configmap/transcoder-limits', { data: { 'job-timeout': '600s' } }),
  ),
  { ...deed(5, '15:40', async ({ platform }) => platform.commit(platformFiles('3.2.0'))), pushes: 'platform' },
  deed(6, '16:05', ({ media }) => media.kubectl('bob', ['scale', 'deployment/transcoder', '--replicas=4'])),
  deed(8, '11:00', ({ media }) => memory(media, '1Gi')),
  deed(10, '17:30', ({ media }) => media.kubectl('bob', ['scale', 'deployment/transcoder', '--replicas=6'])),
  deed(12, '09:45', ({ platform }) => platform.kubectl('bob', ['delete', 'poddisruptionbudget/gateway'])),
  deed(13, '13:25', ({ platform }) =>
    patch(platform, 'bob', 'role/support', {
      rules: [{ apiGroups: [''], resources: ['pods', 'pods/log', 'secrets'], verbs: ['get', 'list'] }],
    }),
  ),
  deed(15, '10:50', ({ media }) => memory(media, '2Gi')),
  deed(16, '12:10', ({ media }) => media.kubectl('bob', ['scale', 'deployment/transcoder', '--replicas=8'])),
  deed(18, '02:35', ({ shop }) =>
    patch(shop, 'alice', 'secret/payment', { stringData: { 'api-key': SECRET_IN_CLUSTER } }),
  ),
  deed(20, '08:00', ({ shop }) => sidecar(shop)),
  deed(21, '15:15', ({ platform }) =>
    patch(platform, 'alice', 'networkpolicy/gateway', { spec: { ingress: [{ from: [{ namespaceSelector: {} }] }] } }),
  ),
  deed(22, '11:20', ({ media }) => memory(media, '4Gi')),
  deed(24, '09:00', ({ shop }) =>
    patch(shop, 'bob', 'configmap/checkout-settings', { data: { 'payment-timeout': '30s' } }),
  ),
  deed(24, '09:20', ({ shop }) => shop.deploy('argocd')),
  deed(27, '22:40', ({ shop }) =>
    shop.kubectl('alice', ['set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:4.2.2-hotfix']),
  ),
]

/** When the recording ends, in days after its beginning. */
export const ENDS_AFTER_DAYS = 28

function deed(day: number, time: string, does: Deed['does']): Deed {
  return { day, time, does }
}

function patch(story: Story, user: 'alice' | 'bob', object: string, change: object): Promise<void> {
  return story.kubectl(user, ['patch', object, '--type=merge', `--patch=${JSON.stringify(change)}`])
}

function memory(story: Story, limit: string): Promise<void> {
  return story.kubectl('bob', ['set', 'resources', 'deployment/transcoder', `--limits=memory=${limit}`])
}

function sidecar(story: Story): Promise<void> {
  const proxy = { name: 'proxy', image: 'registry.example.com/mesh/proxy:1.4', args: ['sidecar'] }
  const add = [{ op: 'add', path: '/spec/template/spec/containers/-', value: proxy }]
  const flags = ['--type=json', `--patch=${JSON.stringify(add)}`, '--field-manager=mesh-operator']
  return story.kubectl('operator', ['patch', 'deployment/checkout', ...flags])
}

/** What each team has rolled out when the recording begins. */
export function commitAll({ shop, media, platform }: Teams): void {
  shop.commit(shopFiles())
  media.commit(mediaFiles())
  platform.commit(platformFiles())
}
