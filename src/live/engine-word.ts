import { at, isList, stringAt, type Json, type JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'
import type { ClusterReader } from './cluster-reader.ts'

/** What a GitOps engine says of an object: who applies it, and the revision that it applied last. */
export interface EngineWord {
  readonly engine: 'argocd' | 'flux'
  /** Reference for people, such as `Kustomization/flux-system/shop`. */
  readonly application: string
  /** 40 hex digits; undefined where the engine names no commit, as for charts. */
  readonly revision: string | undefined
}

/** The engines' own objects, read once per pass. */
export interface Engines {
  readonly kustomizations: readonly JsonObject[]
  readonly applications: readonly JsonObject[]
}

/** Reads the engines' objects where they are served and may be read; without them there is no engine's word. */
export async function readEngines(reader: ClusterReader, kinds: readonly KindInfo[]): Promise<Engines> {
  const [kustomizations, applications] = await Promise.all([
    listOf(reader, kinds, 'kustomize.toolkit.fluxcd.io', 'Kustomization'),
    listOf(reader, kinds, 'argoproj.io', 'Application'),
  ])
  return { kustomizations, applications }
}

async function listOf(
  reader: ClusterReader,
  kinds: readonly KindInfo[],
  group: string,
  kind: string,
): Promise<readonly JsonObject[]> {
  const served = kinds.find((one) => one.group === group && one.kind === kind)
  if (served === undefined) return []
  const list = await reader.list(served, '')
  return list.state === 'found' ? list.value : []
}

/** The word of the engine whose marks the live object carries; undefined where it carries none. */
export function engineWord(live: JsonObject, engines: Engines): EngineWord | undefined {
  return fluxWord(live, engines.kustomizations) ?? argoWord(live, engines.applications)
}

function fluxWord(live: JsonObject, kustomizations: readonly JsonObject[]): EngineWord | undefined {
  const name = stringAt(live, 'metadata', 'labels', 'kustomize.toolkit.fluxcd.io/name')
  const namespace = stringAt(live, 'metadata', 'labels', 'kustomize.toolkit.fluxcd.io/namespace')
  if (name === undefined || namespace === undefined) return undefined
  const owner = kustomizations.find((one) => isNamed(one, name, namespace))
  if (owner === undefined) return undefined
  const revision = commitIn(stringAt(owner, 'status', 'lastAppliedRevision'))
  return { engine: 'flux', application: `Kustomization/${namespace}/${name}`, revision }
}

/** The tracking id is `<app>:<group>/<kind>:<namespace>/<name>`; an app outside Argo CD's namespace is `<namespace>_<app>`. */
function argoWord(live: JsonObject, applications: readonly JsonObject[]): EngineWord | undefined {
  const tracking = stringAt(live, 'metadata', 'annotations', 'argocd.argoproj.io/tracking-id')
  const app = tracking?.slice(0, tracking.indexOf(':'))
  if (app === undefined || app === '') return undefined
  const split = app.indexOf('_')
  const owner = applications.find((one) =>
    split < 0 ? stringAt(one, 'metadata', 'name') === app : isNamed(one, app.slice(split + 1), app.slice(0, split)),
  )
  if (owner === undefined) return undefined
  const namespace = stringAt(owner, 'metadata', 'namespace') ?? ''
  return {
    engine: 'argocd',
    application: `Application/${namespace}/${app.slice(split + 1)}`,
    revision: argoRevision(owner),
  }
}

/** What was rolled out: the last operation that succeeded, else the newest deployment on record; never the compared one. */
function argoRevision(application: JsonObject): string | undefined {
  const operation = at(application, 'status', 'operationState')
  if (stringAt(operation, 'phase') === 'Succeeded') {
    const synced = commitIn(stringAt(operation, 'syncResult', 'revision'))
    if (synced !== undefined) return synced
  }
  const history = at(application, 'status', 'history')
  const last: Json | undefined = isList(history) ? history.at(-1) : undefined
  return commitIn(stringAt(last, 'revision'))
}

function isNamed(object: JsonObject, name: string, namespace: string): boolean {
  return stringAt(object, 'metadata', 'name') === name && stringAt(object, 'metadata', 'namespace') === namespace
}

/** The commit in `main@sha1:<40 hex>` or in a bare hash. */
function commitIn(revision: string | undefined): string | undefined {
  return revision === undefined ? undefined : /(?:^|[:/])([0-9a-f]{40})$/.exec(revision)?.[1]
}
