import { DriftageError } from '../errors/driftage-error.ts'
import type { Finding, Handling } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { Json } from '../model/json.ts'
import type { LedgerChange, ObjectRecord } from './ports.ts'
import type { ActivityOrigin } from './settings.ts'
import { refOf } from './step.ts'

/** @throws DriftageError DRF5101 where the record has no finding of this id */
export function findingIn({ findings }: ObjectRecord, id: string): Finding {
  const found = findings.find((finding) => finding.id === id)
  if (found !== undefined) return found
  throw new DriftageError('DRF5101', `There is no finding ${id}. See the ids with driftage list. Nothing was changed.`)
}

/**
 * Says that somebody knows. Holds for the present period. Undefined = the same person had said so already.
 *
 * @throws DriftageError DRF5102, DRF5105
 */
export function acknowledge(finding: Finding, origin: ActivityOrigin, now: Instant): LedgerChange | undefined {
  refuseUnlessHandled(finding)
  const by = origin.actor.id
  if (finding.handling.kind === 'acknowledged' && finding.handling.by === by) return undefined
  return handled(finding, { kind: 'acknowledged', by, at: now }, 'acknowledged', {}, origin, now)
}

/**
 * Lives with a drift until a date. What is accepted is what is seen now: another value, another class of writer or a higher
 * severity speaks again.
 *
 * @throws DriftageError DRF5102, DRF5103 where the date is not in the future, DRF5104 where the reason has no word, DRF5105
 */
export function accept(
  finding: Finding,
  asked: { readonly until: Instant; readonly reason: string },
  origin: ActivityOrigin,
  now: Instant,
): LedgerChange {
  refuseUnlessHandled(finding)
  const { until } = asked
  const reason = asked.reason.trim()
  if (!Number.isFinite(until) || until <= now) {
    throw new DriftageError(
      'DRF5103',
      'The acceptance would end before it begins. Give a later date. Nothing was changed.',
    )
  }
  if (!/[\p{L}\p{N}]/u.test(reason)) {
    throw new DriftageError(
      'DRF5104',
      'The acceptance has no reason. Give one of at least one word. Nothing was changed.',
    )
  }
  const { severity, actorClass } = finding.drift
  const pinned = { valueMark: finding.valueMark, actorClass, severity }
  const handling: Handling = { kind: 'accepted', by: origin.actor.id, at: now, reason, until, pinned }
  return handled(finding, handling, 'accepted', { until, reason, ...pinned }, origin, now)
}

/** Takes an acknowledgement or acceptance back, also one that waits for a resolved finding to return. */
export function reopen(finding: Finding, origin: ActivityOrigin, now: Instant): LedgerChange | undefined {
  const { kind } = finding.handling
  return kind === 'none' ? undefined : handled(finding, { kind: 'none' }, 'reopened', { was: kind }, origin, now)
}

/**
 * Names who looks after it; null = nobody. Undefined = it was so already.
 *
 * @throws DriftageError DRF5102, DRF5106 where the name is blank
 */
export function assign(
  finding: Finding,
  assignee: string | null,
  origin: ActivityOrigin,
  now: Instant,
): LedgerChange | undefined {
  if (finding.state === 'resolved') throw resolved(finding)
  const name = assignee?.trim() ?? null
  if (name === '') {
    throw new DriftageError('DRF5106', 'The assignee has no name. Give one, or none at all. Nothing was changed.')
  }
  if (name === finding.assignee) return undefined
  return commanded({ ...finding, assignee: name }, 'assigned', { assignee: name, was: finding.assignee }, origin, now)
}

function refuseUnlessHandled(finding: Finding): void {
  if (finding.state === 'resolved') throw resolved(finding)
  if (finding.standing === 'pending' && finding.state !== 'open') {
    throw new DriftageError(
      'DRF5105',
      `Finding ${finding.id} is a change of Git that is still on its way, and no drift. Wait for the rollout. Nothing was changed.`,
    )
  }
}

function resolved({ id }: Finding): DriftageError {
  return new DriftageError(
    'DRF5102',
    `Finding ${id} is resolved. Should the difference return, it opens again with its history. Nothing was changed.`,
  )
}

type Detail = { readonly [key: string]: Json }

function handled(
  finding: Finding,
  handling: Handling,
  kind: string,
  detail: Detail,
  origin: ActivityOrigin,
  now: Instant,
): LedgerChange {
  return commanded({ ...finding, handling }, kind, detail, origin, now)
}

function commanded(finding: Finding, kind: string, detail: Detail, origin: ActivityOrigin, now: Instant): LedgerChange {
  const { actor, surface } = origin
  const entry = { at: now, actor, surface, kind, subject: { type: 'finding', id: finding.id }, detail } as const
  return { ref: refOf(finding), findings: [finding], causes: [], fixes: [], fights: [], activity: [entry] }
}
