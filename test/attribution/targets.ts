import type { Json, JsonObject } from '../../src/model/json.ts'
import { USERS } from '../cluster/users.ts'
import type { WatchedKind } from './watcher.ts'

export const NAMESPACE = 'attribution'

export const DEPLOYER = 'argocd-controller'

/** A place of an object that the campaign writes to; each write has a value that no other has. */
export interface Place {
  /** Written path of the change. */
  readonly path: string
  /** The value that write number `n` sets. */
  readonly value: (n: number) => Json
  /** The object, or what a patch needs of it, with the value. Null takes it away. */
  readonly patch: (value: Json) => JsonObject
  /** JSON pointer of the value; undefined where it is never taken away. */
  readonly pointer?: string
}

export interface Target {
  readonly kind: WatchedKind
  readonly name: string
  readonly places: readonly Place[]
  readonly manifest: JsonObject
}

export const KINDS: readonly WatchedKind[] = [
  kindOf('apps', 'deployments', 'Deployment', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`),
  kindOf('', 'configmaps', 'ConfigMap', `/api/v1/namespaces/${NAMESPACE}/configmaps`),
  kindOf('', 'services', 'Service', `/api/v1/namespaces/${NAMESPACE}/services`),
]

function kindOf(group: string, resource: string, kind: string, collection: string): WatchedKind {
  return { group, resource, kind, collection }
}

export function pathOf({ kind, name }: Target): string {
  return `${kind.collection}/${name}`
}

const annotation: Place = {
  path: '.metadata.annotations.note',
  value: (n) => `note-${n}`,
  patch: (value) => ({ metadata: { annotations: { note: value } } }),
  pointer: '/metadata/annotations/note',
}

const label: Place = {
  path: '.metadata.labels.tier',
  value: (n) => `tier-${n}`,
  patch: (value) => ({ metadata: { labels: { tier: value } } }),
  pointer: '/metadata/labels/tier',
}

const image: Place = {
  path: '.spec.template.spec.containers[name="web"].image',
  value: (n) => `registry.example.com/web:${n}`,
  patch: (value) => ({ spec: { template: { spec: { containers: [{ name: 'web', image: value }] } } } }),
}

export const replicas: Place = {
  path: '.spec.replicas',
  value: (n) => n,
  patch: (value) => ({ spec: { replicas: value } }),
}

const data: Place = {
  path: '.data.mode',
  value: (n) => `mode-${n}`,
  patch: (value) => ({ data: { mode: value } }),
  pointer: '/data/mode',
}

/** Paused Deployments never make a pod, while their controller goes on writing their status. */
export function targets(each: number): readonly Target[] {
  const [deployments, configMaps, services] = KINDS as [WatchedKind, WatchedKind, WatchedKind]
  return Array.from({ length: each }, (_, i) => [
    target(deployments, `web-${i}`, [annotation, label, image, replicas], {
      spec: {
        paused: true,
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'registry.example.com/web:0' }] },
        },
      },
    }),
    target(configMaps, `settings-${i}`, [annotation, label, data], { data: { mode: 'mode-0', kept: 'yes' } }),
    target(services, `entry-${i}`, [annotation, label], { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } }),
  ]).flat()
}

function target(kind: WatchedKind, name: string, places: readonly Place[], body: JsonObject): Target {
  const apiVersion = kind.group === '' ? 'v1' : `${kind.group}/v1`
  const metadata = { name, namespace: NAMESPACE, annotations: { note: 'note-0' }, labels: { tier: 'tier-0' } }
  return { kind, name, places, manifest: { apiVersion, kind: kind.kind, metadata, ...body } }
}

/** Whoever writes, by the name that the API server knows. */
export function nameOf(user: keyof typeof USERS): string {
  return USERS[user].name
}
