import type { ActorClass, FieldOwner } from '../model/field-owner.ts'
import type { Finding } from '../model/finding.ts'
import { printInstant } from '../model/instant.ts'
import type { Attribution } from '../model/scan-report.ts'
import type { Look } from './look.ts'

/** Who wrote the version in which a difference is gone, as far as the version itself tells. */
export interface Undoer {
  readonly attribution: Attribution
  /** The entry of managedFields that moved; undefined where none did, or several. */
  readonly writer: FieldOwner | undefined
  readonly actorClass: ActorClass
}

/** One version has one writer, so one name may be told only of a version that came right after the one before. */
export function undoerOf({ observation, settings, at, isAnotherObject }: Look): Undoer {
  const { version, writers } = observation
  const seen = printInstant(at)
  const bounds = { notBefore: null, notAfter: seen }
  const unknown = (reason: string): Undoer => ({
    attribution: { confidence: 'unknown', users: [], ...bounds, evidence: 'none', reason },
    writer: undefined,
    actorClass: 'unknown',
  })
  if (version === undefined || version.by !== 'watch') return unknown('not-watched')
  if (version.coalesced > 0) return unknown('coalesced')
  if (version.previous === undefined && !isAnotherObject) return unknown('not-watched')
  const [writer] = writers
  if (writer === undefined) return unknown('no-trace')
  if (!writers.every((other) => isSameWriter(other, writer))) return unknown('several-writers')
  const { manager, operation, subresource } = writer
  const named = { manager, operation, ...(subresource === '' ? {} : { subresource }) }
  return {
    attribution: {
      confidence: 'likely',
      users: [],
      ...named,
      ...bounds,
      evidence: 'managedFields',
      reason: 'only-writer',
    },
    writer,
    actorClass: settings.classOf(writer),
  }
}

/** Whether whoever made a change took it back. Two people with one client look alike, and are not told apart either. */
export function isOwnAuthor({ drift }: Finding, { writer, actorClass }: Undoer): boolean {
  return actorClass !== 'deployer' && writer !== undefined && writer.manager === drift.attribution.manager
}

function isSameWriter(a: FieldOwner, b: FieldOwner): boolean {
  return a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource
}
