import type { Finding, Handling } from '../model/finding.ts'
import type { ObservedDifference } from '../model/observation.ts'
import { acceptanceStep } from './acceptance.ts'
import { isSameValue, writtenBy } from './as-observed.ts'
import { causeOf } from './cause.ts'
import { lastLookWasWhole, type Look } from './look.ts'
import { onsetOf, provenBy } from './onset.ts'
import { neverDrifted, periodFrom } from './period.ts'
import { allOf, entryAbout, type Step } from './step.ts'
import { openedStep } from './timers.ts'

/** What a finding takes over from where it comes from. */
export type Beginnings = Pick<
  Finding,
  | 'onset'
  | 'standingSince'
  | 'valueSince'
  | 'writtenBy'
  | 'state'
  | 'handling'
  | 'regressions'
  | 'baseline'
  | 'assignee'
>

/**
 * Begins a finding for a difference that was not there before: a new one, or one that comes back (a regression, where it
 * had ended less than 30 days ago).
 *
 * @param past the last record under the same identity, resolved
 */
export function beginFinding(observed: ObservedDifference, past: Finding | undefined, look: Look): Step {
  const onset = onsetOf(observed, past, look)
  const isRegression = past !== undefined && isRecent(past, look)
  return begun(
    observed,
    {
      onset,
      standingSince: onset.notAfter,
      valueSince: onset.notAfter,
      writtenBy: writtenBy(observed, past, look),
      state: 'settling',
      handling: isRegression ? kept(past.handling) : { kind: 'none' },
      regressions: periodsUntil(past),
      baseline: isBaseline(look),
      assignee: isRegression ? past.assignee : null,
    },
    past,
    isRegression && observed.standing !== 'explained' ? 'finding-regressed' : 'finding-seen',
    look,
  )
}

/**
 * Begins a period for a difference that rules explained until now. It had been there all along, so its onset stays;
 * where the value moved as well, the grace begins now, since that is what the rule no longer covers.
 */
export function unexplainFinding(observed: ObservedDifference, past: Finding, look: Look): Step {
  const { valueSince, baseline, assignee } = past
  const onset = provenBy(past.onset, look.at)
  const isSame = isSameValue(past, observed)
  const isOld = isSame || observed.standing === 'pending'
  return begun(
    observed,
    {
      onset,
      standingSince: isOld ? onset.notAfter : look.at,
      valueSince: isSame ? Math.min(valueSince, look.at) : look.at,
      writtenBy: isSame ? past.writtenBy : writtenBy(observed, past, look),
      state: 'settling',
      handling: kept(past.handling),
      regressions: periodsUntil(past),
      baseline: isSame && baseline,
      assignee,
    },
    past,
    'finding-unexplained',
    look,
  )
}

/** The finding with its first entry, opened at once where it provably has lasted longer than its grace. */
export function begun(
  observed: ObservedDifference,
  beginnings: Beginnings,
  past: Finding | undefined,
  kind: string,
  look: Look,
): Step {
  const finding = findingOf(observed, beginnings, past, look)
  const { standing, onset, valueMark, explainedBy, regressions } = finding
  const detail = { standing, severity: finding.drift.severity, onset: onset.notAfter, value: valueMark, regressions }
  const told = explainedBy === null ? detail : { ...detail, rule: explainedBy }
  const first: Step = {
    findings: [],
    causes: [causeOf(observed)],
    activity: [entryAbout(finding, explainedBy === null ? kind : 'finding-explained', told, look)],
  }
  const accepted = acceptanceStep(finding, observed, look)
  const spoken = accepted.findings[0] ?? finding
  const opened = openedStep(spoken, look)
  return allOf([first, { ...accepted, findings: [] }, { ...opened, findings: [opened.findings[0] ?? spoken] }])
}

function findingOf(
  observed: ObservedDifference,
  beginnings: Beginnings,
  past: Finding | undefined,
  { at, observation, record }: Look,
): Finding {
  const { drift, standing, explainedBy = null, valueMark = null, desiredMark = null } = observed
  const period = periodFrom(at, past)
  const isExplained = standing === 'explained'
  return {
    ...beginnings,
    id: drift.id,
    drift,
    standing,
    state: isExplained ? 'resolved' : beginnings.state,
    period: isExplained ? { ...period, to: period.from, resolution: 'explained' } : period,
    agreedSince: null,
    agreedThrough: null,
    reverts: past?.reverts ?? [],
    explainedBy,
    causeId: causeOf(observed).id,
    owner: past?.owner ?? record.object?.owner ?? null,
    sources: observation.sources,
    lastConfirmed: at,
    frozen: null,
    valueMark,
    desiredMark,
    decision: null,
  }
}

export function periodsUntil(past: Finding | undefined): number {
  if (past === undefined) return 0
  return neverDrifted(past) ? past.regressions : past.regressions + 1
}

/**
 * Found by the first pass over a source. Not where that source's object was looked at whole before: a service that died
 * before it had written that the pass was over begins another one, and what came in between is news (F-23).
 */
export function isBaseline({ observation, settings, record }: Look): boolean {
  const looked = lastLookWasWhole(record) ? (record.object?.sources ?? []) : []
  return observation.sources.some((source) => settings.baselineSources.has(source) && !looked.includes(source))
}

function isRecent({ period }: Finding, { at, settings }: Look): boolean {
  return period.to !== null && at - period.to < settings.regressionWithinMs && period.to > period.from
}

/** An acknowledgement is about one period, an acceptance about a value until a date. */
function kept(handling: Handling): Handling {
  return handling.kind === 'accepted' ? handling : { kind: 'none' }
}
