import type { Difference } from '../model/difference.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import type { Attribution } from '../model/scan-report.ts'
import { isDeployer, type Deployer } from '../model/deployer.ts'

export interface Attributed {
  readonly attribution: Attribution
  /** The owner that the claim names; undefined where the object names none. */
  readonly owner: FieldOwner | undefined
  /** When the difference began, between these two. */
  readonly onset: { readonly notBefore: string | null; readonly notAfter: string }
}

/**
 * Who wrote a drifting value, as far as one look at the object tells: the present owner of the path, never more than
 * `possible`, since managedFields hold client names and not people. A removal and a reordering leave no trace.
 *
 * @param createdAt creation of the object, the earliest that any of its fields can have drifted; null where unknown
 * @param seenAt when the live object was read, RFC 3339
 */
export function attribute(
  difference: Difference,
  deployer: Deployer | undefined,
  createdAt: string | null,
  seenAt: string,
): Attributed {
  const owner = writerOf(difference, deployer)
  const notAfter = earlier(owner?.time, seenAt)
  const bounds = { notBefore: createdAt !== null && createdAt <= notAfter ? createdAt : null, notAfter }
  if (owner === undefined) {
    const reason = reasonOf(difference, deployer)
    return {
      owner,
      onset: bounds,
      attribution: { confidence: 'unknown', users: [], ...bounds, evidence: 'none', reason },
    }
  }
  const attribution: Attribution = {
    confidence: 'possible',
    users: [],
    manager: owner.manager,
    operation: owner.operation,
    ...(owner.subresource === '' ? {} : { subresource: owner.subresource }),
    ...bounds,
    evidence: 'managedFields',
    reason: owner.time === undefined ? 'present-owner-without-time' : 'present-owner',
  }
  return { owner, onset: bounds, attribution }
}

/** The latest owner that is not the deployer; entries without a time come last. */
function writerOf(difference: Difference, deployer: Deployer | undefined): FieldOwner | undefined {
  if (difference.kind === 'removed' || difference.kind === 'reordered' || difference.kind === 'ineffective')
    return undefined
  const others = difference.signals.owners.filter((owner) => deployer === undefined || !isDeployer(deployer, owner))
  return others.toSorted((a, b) => compareTimes(b.time, a.time))[0]
}

function compareTimes(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  return a < b ? -1 : 1
}

function reasonOf(difference: Difference, deployer: Deployer | undefined): string {
  switch (difference.kind) {
    case 'removed':
      return 'no-trace'
    case 'reordered':
      return 'order-has-no-owner'
    case 'ineffective':
      return 'never-stored'
    case 'missing':
      return 'object-is-gone'
    default:
      return deployer !== undefined && difference.signals.deployerOwns === true ? 'owned-by-deployer' : 'no-owner'
  }
}

/** RFC 3339 texts in UTC of the same precision compare as text; a claim from the future does not count. */
function earlier(time: string | undefined, seenAt: string): string {
  return time !== undefined && Date.parse(time) <= Date.parse(seenAt) ? time : seenAt
}
