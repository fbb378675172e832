import type { ActorClass, FieldOwner } from '../../model/field-owner.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import { findingId } from '../../model/finding-id.ts'
import { printInstant, type Instant } from '../../model/instant.ts'
import { isObject, sameJson, type Json, type JsonObject } from '../../model/json.ts'
import { compareText, type ObjectRef } from '../../model/object-ref.ts'
import type { CheckedObservation, ObservedDifference, Standing } from '../../model/observation.ts'
import type { Attribution, ReportedDrift } from '../../model/scan-report.ts'
import type { Severity } from '../../model/severity.ts'
import { valueMark } from '../../model/value-mark.ts'
import { withValueAt } from '../../model/with-value-at.ts'
import type { AgreedBase } from '../ports.ts'
import { desiredMarkAt } from '../resolution.ts'

/** Values by written path. Paths must not contain each other unless a story is about just that. */
export type Fields = { readonly [path: string]: Json }

/** One object of a story, on both sides. */
export interface StoryObject {
  readonly ref: ObjectRef
  readonly git: Fields | null
  /** Null = missing. */
  readonly live: Fields | null
  readonly uid: string
  /** Counts the versions of the object. */
  readonly version: number
  readonly previousVersion: number | null
  /** Who wrote this version; undefined = it was found by reading anew. Empty = nothing tells. */
  readonly by: string | undefined
  readonly changed: readonly string[]
  readonly owners: ReadonlyMap<string, { readonly manager: string; readonly at: Instant }>
  readonly revision: string
  readonly schema: string
  readonly explained: { readonly [path: string]: string }
  readonly undecided: { readonly [path: string]: string }
  readonly severity: Severity
}

export const CLASSES: Readonly<Record<string, ActorClass>> = {
  argocd: 'deployer',
  'kubectl-edit': 'person',
  'kubectl-scale': 'person',
  'kube-controller-manager': 'controller',
}

export function classOf({ manager }: Pick<FieldOwner, 'manager'>): ActorClass {
  return CLASSES[manager] ?? 'unknown'
}

/** What Git says, as a manifest. */
export function manifestOf(fields: Fields): JsonObject {
  const manifest = Object.entries(fields).reduce<Json>(
    (root, [path, value]) => withValueAt(root, parsePath(path) ?? [], value),
    {},
  )
  return isObject(manifest) ? manifest : {}
}

export function observationOf(object: StoryObject, at: Instant, agreed: AgreedBase | null): CheckedObservation {
  const { ref, uid, version, previousVersion, by, live, revision, schema, undecided } = object
  const id = { uid, resourceVersion: String(version) }
  const previous = previousVersion === null ? undefined : { uid, resourceVersion: String(previousVersion) }
  const origin = { ref, id, previous, by: by === undefined ? 'relist' : 'watch', seenAt: at, coalesced: 0 } as const
  return {
    state: 'checked',
    ref,
    at,
    sources: ['shop'],
    version: live === null ? undefined : origin,
    revisions: { shop: revision },
    schemaHash: schema,
    differences: differencesOf(object, at, agreed),
    undecided: Object.entries(undecided).map(([path, reason]) => ({ path, reason })),
    writers: by === undefined || by === '' ? [] : [ownerOf(by, at)],
  }
}

function differencesOf(object: StoryObject, at: Instant, agreed: AgreedBase | null): readonly ObservedDifference[] {
  const { git, live } = object
  if (live === null) return git === null ? [] : [difference(object, '', 'missing', at, agreed)]
  if (git === null) return [difference(object, '', 'added', at, agreed)]
  const paths = [...new Set([...Object.keys(git), ...Object.keys(live)])].sort(compareText)
  return paths
    .filter((path) => !sameJson(git[path], live[path]) && object.undecided[path] === undefined)
    .map((path) => {
      const kind = git[path] === undefined ? 'added' : live[path] === undefined ? 'removed' : 'modified'
      return difference(object, path, kind, at, agreed)
    })
}

function difference(
  object: StoryObject,
  path: string,
  kind: ReportedDrift['kind'],
  at: Instant,
  agreed: AgreedBase | null,
): ObservedDifference {
  const { ref, git, live, owners, severity, changed, by } = object
  const [desired, value] = path === '' ? [] : [git?.[path], live?.[path]]
  const place = { ref, path, sensitive: false }
  const marks = { valueMark: valueMark(value, place, KEY), desiredMark: valueMark(desired, place, KEY) }
  const owner = value === undefined ? undefined : owners.get(path)
  const attribution = attributionOf(owner, at)
  const rule = object.explained[path]
  const moved = by !== undefined && changed.includes(path)
  const gained = moved && by !== '' && value !== undefined ? [ownerOf(by, at)] : []
  return {
    standing: rule === undefined ? standingOf(object, path, marks, agreed) : 'explained',
    drift: {
      id: findingId(ref, path),
      object: { ...ref, version: 'v1', uid: object.uid, resourceVersion: String(object.version) },
      path,
      kind,
      ...(desired === undefined ? {} : { desired }),
      ...(value === undefined ? {} : { live: value }),
      base: { evidence: 'agreed' },
      sensitive: false,
      severity,
      severityRule: 'story',
      actorClass: owner === undefined ? 'unknown' : classOf(owner),
      attribution,
      onset: { notBefore: null, notAfter: attribution.notAfter },
      visibleTo: { argocd: 'yes', flux: 'yes' },
      source: { name: 'shop', revision: object.revision, file: 'web.yaml', line: 1 },
    },
    ...(rule === undefined ? {} : { explainedBy: rule }),
    ...(marks.valueMark === undefined ? {} : { valueMark: marks.valueMark }),
    ...(marks.desiredMark === undefined ? {} : { desiredMark: marks.desiredMark }),
    ...(moved ? { delta: { gained, lost: value === undefined ? [ownerOf('argocd', at)] : [] } } : {}),
  }
}

/** The three states of the design, with what was agreed as the base. */
function standingOf(
  { ref, git }: StoryObject,
  path: string,
  marks: { readonly valueMark: string | undefined; readonly desiredMark: string | undefined },
  agreed: AgreedBase | null,
): Standing {
  if (path === '') return git === null || agreed === null ? 'pending' : 'drift'
  if (agreed === null || agreed.neverAgreed.includes(path)) return 'drift'
  const object = { ...ref, version: 'v1' }
  const base = desiredMarkAt(agreed.manifest, { drift: { object, path, sensitive: false } as ReportedDrift })
  if (base === (marks.desiredMark ?? null)) return 'drift'
  return base === (marks.valueMark ?? null) ? 'pending' : 'drift-and-pending'
}

function attributionOf(
  owner: { readonly manager: string; readonly at: Instant } | undefined,
  at: Instant,
): Attribution {
  if (owner === undefined || classOf(owner) === 'deployer') {
    const bounds = { notBefore: null, notAfter: printInstant(at) }
    return { confidence: 'unknown', users: [], ...bounds, evidence: 'none', reason: 'no-trace' }
  }
  return {
    confidence: 'possible',
    users: [],
    manager: owner.manager,
    operation: 'Update',
    notBefore: null,
    notAfter: printInstant(Math.floor(Math.min(owner.at, at) / 1000) * 1000),
    evidence: 'managedFields',
    reason: 'present-owner',
  }
}

function ownerOf(manager: string, at: Instant): FieldOwner {
  return { manager, operation: 'Update', subresource: '', time: printInstant(at) }
}

const KEY = { id: 'story', secret: new Uint8Array(32) }
