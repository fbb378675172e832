import type { SeenChange } from '../../ledger/attribution/seen-change.ts'
import type { Deployer } from '../../model/deployer.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import { printPath } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { CheckedObservation, ObservedDifference } from '../../model/observation.ts'
import type { Attribution } from '../../model/scan-report.ts'

/**
 * The change behind a finding as far as the ledger remembers it, for events that come after a restart: which version made
 * it, over which one. What moved in managedFields is no longer known, but an entry that was not stamped since tells who set the
 * value. Undefined where the version was never known for sure, or its author is.
 */
export function rememberedChange(
  finding: Finding,
  { drift }: ObservedDifference,
  observation: CheckedObservation,
  { kindInfo, deployer, skewMs }: { kindInfo: KindInfo; deployer: Deployer | undefined; skewMs: number },
): SeenChange | undefined {
  const { writtenBy, valueSince } = finding
  const known = finding.drift.attribution
  if (writtenBy === null || known.confidence === 'certain') return undefined
  const { version, previous } = writtenBy
  const held = holdersOf(drift.attribution, valueSince)
  return {
    origin: {
      ref: observation.ref,
      id: version,
      previous: previous ?? undefined,
      by: 'watch',
      seenAt: valueSince,
      coalesced: 0,
    },
    delta: { gained: [], lost: [], held },
    writers: [],
    kind: { group: kindInfo.group, resource: kindInfo.resource },
    path: printPath(parsePath(drift.path) ?? []),
    driftKind: drift.kind,
    deployer,
    skewMs,
    // Where nothing tells more, what was known stays.
    oneLook: known,
  }
}

/** One look names the owner of the value, with the time of its entry as the latest at which the value was written. */
function holdersOf(
  { manager, operation = 'Update', subresource = '', notAfter, reason }: Attribution,
  since: Instant,
): readonly FieldOwner[] {
  if (manager === undefined || reason !== 'present-owner' || Date.parse(notAfter) > since) return []
  return [{ manager, operation, subresource, time: notAfter }]
}
