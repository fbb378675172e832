import { setTimeout as sleep } from 'node:timers/promises'
import type { OverwrittenFix } from '../../../src/model/overwritten-fix.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { Json } from '../../../src/model/json.ts'
import type { ClusterUser } from '../../cluster/users.ts'
import { IMAGE, settings } from '../../stories/base/manifests.ts'
import { MANIFESTS, type ManifestFile, pathOf } from './objects.ts'
import type { Stage } from './stage.ts'

export type StepName = keyof typeof SCRIPT

/** What the ledger has at one time. */
export interface Recorded {
  readonly findings: readonly Finding[]
  readonly fixes: readonly OverwrittenFix[]
}

/** One change that somebody makes. */
export interface Step {
  readonly make: (stage: Stage) => Promise<void>
  /** Whether the ledger shows it. */
  readonly isSeen: (recorded: Recorded) => boolean
  /** The difference that begins with it: object and path; absent where none does. */
  readonly begins?: readonly [object: string, path: string]
}

/** The same changes each time, in this order. */
export const SCRIPT = {
  hotfix: {
    make: (stage) => patch(stage, 'alice', 'kubectl-set', 'web.json', image('nginx:hotfix')),
    isSeen: shows('Deployment/web', IMAGE, 'nginx:hotfix'),
    begins: ['Deployment/web', IMAGE],
  },
  scaled: {
    make: (stage) => patch(stage, 'bob', 'kubectl-patch', 'web.json', { spec: { replicas: 3 } }),
    isSeen: shows('Deployment/web', '.spec.replicas', 3),
    begins: ['Deployment/web', '.spec.replicas'],
  },
  switched: {
    make: (stage) => patch(stage, 'bob', 'kubectl-patch', 'settings.json', { data: { mode: 'odd' } }),
    isSeen: shows('ConfigMap/settings', '.data.mode', 'odd'),
    begins: ['ConfigMap/settings', '.data.mode'],
  },
  painted: {
    make: (stage) => patch(stage, 'alice', 'kubectl-edit', 'wheel.json', { spec: { color: 'blue' } }),
    isSeen: shows('Widget/wheel', '.spec.color', 'blue'),
    begins: ['Widget/wheel', '.spec.color'],
  },
  deleted: {
    make: (stage) => stage.send('bob', 'DELETE', pathOf(stage.namespace, 'legacy.json')),
    isSeen: ({ findings }) => lasting(findings, 'ConfigMap/legacy', '')?.drift.kind === 'missing',
    begins: ['ConfigMap/legacy', ''],
  },
  recreated: {
    make: (stage) => {
      const body = settings('legacy', { note: 'other' })
      const collection = pathOf(stage.namespace, 'legacy.json').replace(/\/[^/]+$/, '')
      return stage.send('bob', 'POST', `${collection}?fieldManager=kubectl-create`, body)
    },
    isSeen: (recorded) =>
      shows('ConfigMap/legacy', '.data.note', 'other')(recorded) && agreed(recorded.findings, 'ConfigMap/legacy', ''),
    begins: ['ConfigMap/legacy', '.data.note'],
  },
  fixed: {
    make: (stage) => patch(stage, 'alice', 'kubectl-set', 'api.json', image('api:fixed')),
    isSeen: shows('Deployment/api', IMAGE, 'api:fixed'),
    begins: ['Deployment/api', IMAGE],
  },
  overwritten: {
    make: (stage) => stage.deploy('api.json'),
    isSeen: ({ findings, fixes }) =>
      agreed(findings, 'Deployment/api', IMAGE) && fixes.some(({ value }) => value === 'api:fixed'),
  },
  committed: {
    make: (stage) => {
      stage.commit({ 'settings.json': settings('settings', { mode: 'usual', level: '2' }) })
      stage.poke()
      return Promise.resolve()
    },
    isSeen: ({ findings }) => lasting(findings, 'ConfigMap/settings', '.data.level')?.standing === 'pending',
    begins: ['ConfigMap/settings', '.data.level'],
  },
  'taken-back': {
    // managedFields tell whole seconds. Within the one of its own change, a client that takes it back leaves no trace there.
    make: async (stage) => {
      await sleep(1_100)
      await patch(stage, 'bob', 'kubectl-patch', 'settings.json', { data: { mode: 'usual' } })
    },
    isSeen: ({ findings }) => agreed(findings, 'ConfigMap/settings', '.data.mode'),
  },
} as const satisfies Readonly<Record<string, Step>>

export const STEPS = Object.keys(SCRIPT) as readonly StepName[]

function image(name: string): object {
  return { spec: { template: { spec: { containers: [{ name: 'web', image: name }] } } } }
}

function patch(stage: Stage, user: ClusterUser, manager: string, file: ManifestFile, body: object): Promise<void> {
  const isNative = MANIFESTS[file] !== MANIFESTS['wheel.json']
  const contentType = `application/${isNative ? 'strategic-merge-patch' : 'merge-patch'}+json`
  return stage.send(user, 'PATCH', `${pathOf(stage.namespace, file)}?fieldManager=${manager}`, body, contentType)
}

function shows(object: string, path: string, live: Json): (recorded: Recorded) => boolean {
  return ({ findings }) => lasting(findings, object, path)?.drift.live === live
}

function lasting(findings: readonly Finding[], object: string, path: string): Finding | undefined {
  return findings.find((one) => isAt(one, object, path) && one.state !== 'resolved' && one.agreedSince === null)
}

function agreed(findings: readonly Finding[], object: string, path: string): boolean {
  return findings.some((one) => isAt(one, object, path) && one.agreedSince !== null)
}

export function isAt({ drift }: Finding, object: string, path: string): boolean {
  return `${drift.object.kind}/${drift.object.name}` === object && drift.path === path
}
