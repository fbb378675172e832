import type { Attribution, ReportedDrift } from '../../../model/scan-report.ts'
import { visible } from '../../../model/visible-text.ts'

/**
 * Who wrote the value, as far as the evidence goes: `kubectl-edit (person, possible)`. Never a name that the evidence
 * does not carry.
 */
export function writerText(finding: Pick<ReportedDrift, 'attribution' | 'actorClass'>): string {
  const { attribution, actorClass } = finding
  const manager =
    attribution.manager === undefined ? undefined : managerText(attribution.manager, attribution.subresource)
  const users = attribution.users.map(visible).join(', ')
  if (users === '' && manager === undefined) return cannotTell(attribution)
  const who = users === '' ? manager : manager === undefined ? users : `${users} with ${manager}`
  return `${who} (${actorClass === 'unknown' ? '' : `${actorClass}, `}${attribution.confidence})`
}

/** The same inside a sentence: `by kubectl-edit (person, possible)`. */
export function byWriter(finding: Pick<ReportedDrift, 'attribution' | 'actorClass'>): string {
  const text = writerText(finding)
  return text === cannotTell(finding.attribution) ? text : `by ${text}`
}

function cannotTell({ reason, confidence }: Attribution): string {
  if (reason === 'never-stored') return NOBODY
  return `cannot tell who (${REASONS[reason] ?? visible(reason || confidence)})`
}

const NOBODY = 'nobody: the server never stored it'

/** Why one look at an object does not tell who wrote it. */
const REASONS: Readonly<Record<string, string>> = {
  'no-trace': 'a removal leaves no trace',
  'order-has-no-owner': 'an order has no owner',
  'object-is-gone': 'the object is gone',
  'owned-by-deployer': 'the deployer still owns it',
  'no-owner': 'nobody owns it',
}

function managerText(manager: string, subresource: string | undefined): string {
  return visible(subresource === undefined || subresource === '' ? manager : `${manager}/${subresource}`)
}
