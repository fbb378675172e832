import type { Difference, DriftKind, Signals } from '../model/difference.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import { parsePath } from '../model/field-path-parse.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'

/** For tests: a path from its written form. */
function pathOf(text: string): FieldPath {
  const path = parsePath(text)
  if (path === undefined) throw new Error(`not a path: ${text}`)
  return path
}

/** For tests: an owner as `manager`, `manager/Apply`, `manager/Update/scale`. */
export function ownerOf(text: string): FieldOwner {
  // Managers of some operators hold a slash themselves, so the operation is what splits.
  const [, manager, operation, subresource] = /^(.*?)(?:\/(Apply|Update)(?:\/(.*))?)?$/.exec(text) ?? []
  return {
    manager: manager ?? text,
    operation: operation === 'Apply' ? 'Apply' : 'Update',
    subresource: subresource ?? '',
    time: '2026-11-23T10:00:00Z',
  }
}

export interface DifferenceExample {
  readonly kind?: DriftKind
  readonly desired?: Json
  readonly live?: Json
  readonly owners?: readonly string[]
  readonly atomic?: boolean
  readonly signals?: Partial<Signals>
}

/** For tests: a difference as the comparison would give it. The kind follows from the values that are there. */
export function differenceAt(path: string, example: DifferenceExample): Difference {
  const { desired, live, owners = [], atomic = false, signals } = example
  return {
    path: pathOf(path),
    kind: example.kind ?? (desired === undefined ? 'added' : live === undefined ? 'removed' : 'modified'),
    ...(desired !== undefined && { desired }),
    ...(live !== undefined && { live }),
    atomic,
    signals: {
      owners: owners.map(ownerOf),
      deployerOwns: undefined,
      lastApplied: 'none',
      oracle: 'not-asked',
      admission: 'none',
      ...signals,
    },
  }
}

/** For tests: `apps/Deployment/shop/web`, with `-` for the core group and for cluster scope. */
export function refOf(text: string): ObjectRef {
  const [group = '', kind = '', namespace = '', name = ''] = text.split('/')
  return {
    cluster: 'test',
    group: group === '-' ? '' : group,
    kind,
    namespace: namespace === '-' ? '' : namespace,
    name,
  }
}

/** For tests: an object with the given metadata and body. */
export function objectAt(ref: ObjectRef, metadata: JsonObject = {}, body: JsonObject = {}): JsonObject {
  return { kind: ref.kind, metadata: { name: ref.name, namespace: ref.namespace, ...metadata }, ...body }
}
