import { type Instant, printInstant } from '../../../../model/instant.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { ShownFinding, ShownHandling } from '../../../shown-ledger.ts'
import { sidesOf } from '../change-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { pathText, referenceText } from '../object-text.ts'
import { driftWithoutSecrets } from '../secrecy.ts'
import { indent } from '../table.ts'
import { baseSentence, evidenceSentence, placeText } from '../wide.ts'
import { writerText } from '../writer-text.ts'
import { ageOfFinding, nextText } from './finding-row.ts'

const VALUE = 400

/** Everything that is known of one finding, a line each. */
export function findingBlock(known: ShownFinding, now: Instant, colours: Colours): string {
  const drift = driftWithoutSecrets(known.drift)
  const head = `${colours.severity(drift.severity, drift.severity.toUpperCase())}  ${referenceText(drift.object)}  ${pathText(drift.path)}`
  const { git, cluster } = sidesOf(drift, VALUE)
  const rows: readonly (readonly [string, string])[] = [
    ['Git says', git],
    ['cluster runs', cluster],
    ...(drift.note === undefined ? [] : ([['note', visible(drift.note)]] as const)),
    ['kind', `${drift.kind}, by rule ${visible(drift.severityRule)}`],
    ['state', stateSentence(known)],
    ['handling', handlingSentence(known.handling)],
    ['age', ageSentence(known, now)],
    ['by', writerText(drift)],
    ['evidence', evidenceSentence(drift)],
    ['last agreed', baseSentence(drift)],
    ['seen by', `Argo CD: ${drift.visibleTo.argocd}, Flux: ${drift.visibleTo.flux}`],
    ['in Git', placeText(drift)],
    ['owner', named(known.owner)],
    ['assigned to', named(known.assignee)],
    ['next', nextText(known, now) || 'nothing by itself'],
    ...decisionRows(known),
    ['confirmed', printInstant(known.lastConfirmed)],
    ['cause', visible(known.causeId)],
    ['id', visible(known.id)],
  ]
  return `${head}\n${indent(columns(rows.map(([name, text]) => [colours.faint(name), text])))}`
}

function stateSentence({ state, standing, period, regressions, baseline }: ShownFinding): string {
  const since =
    period.to === null
      ? `since ${printInstant(period.from)}`
      : `from ${printInstant(period.from)} to ${printInstant(period.to)}`
  const why = period.resolution === null ? '' : ` (${period.resolution})`
  const flips = period.flips === 0 ? '' : `, ${count(period.flips, 'short agreement')} in between`
  const again = regressions === 0 ? '' : `, ${count(regressions, 'time')} before`
  return `${state}, ${standing}, ${since}${why}${flips}${again}${baseline ? ', found by the first pass' : ''}`
}

export function handlingSentence(handling: ShownHandling): string {
  switch (handling.kind) {
    case 'none':
      return 'nobody has looked at it'
    case 'acknowledged':
      return `acknowledged by ${visible(handling.by)} at ${printInstant(handling.at)}`
    case 'accepted':
      return `kept on purpose until ${printInstant(handling.until)} by ${visible(handling.by)}: ${visible(handling.reason)}`
  }
}

export function ageSentence(known: ShownFinding, now: Instant): string {
  const { notBefore, notAfter } = known.onset
  const bound = notBefore === null ? '' : `, not before ${printInstant(notBefore)}`
  return `at least ${ageOfFinding(known, now)} (there at ${printInstant(notAfter)}${bound})`
}

export function decisionRows({ decision }: ShownFinding): readonly (readonly [string, string])[] {
  if (decision === null) return []
  const rules = [...new Set(Object.values(decision.rules))].map(visible).join(', ')
  return [['decided', `${visible(decision.text)} (${decision.reason}${rules === '' ? '' : `, by rule ${rules}`})`]]
}

function named(name: string | null): string {
  return name === null ? 'nobody' : visible(name)
}
