import type { Finding } from '../model/finding.ts'
import type { ObservedDifference } from '../model/observation.ts'
import { writtenBy } from './as-observed.ts'
import { begun, periodsUntil } from './begin-finding.ts'
import type { Look } from './look.ts'
import { areRelated, provenBy } from './onset.ts'
import { entryAbout, type Step } from './step.ts'
import { resolvedStep } from './timers.ts'

/**
 * The finding whose difference goes on as another one: it ends in the same observation in which that one begins at a path
 * above or below. Of several the one with the earliest onset, so that no age is lost.
 */
export function forebearOf(observed: ObservedDifference, ending: readonly Finding[]): Finding | undefined {
  const { path } = observed.drift
  // The object as a whole is no field: that it is missing, or nobody's, is another thing than a field that differs.
  if (path === '') return undefined
  const related = ending.filter(({ drift }) => drift.path !== '' && drift.path !== path && areRelated(drift.path, path))
  return related.toSorted((a, b) => a.onset.notAfter - b.onset.notAfter)[0]
}

/** Begins the finding that goes on for another: onset, grace, handling and history are the same. */
export function inheritFinding(
  observed: ObservedDifference,
  past: Finding | undefined,
  forebear: Finding,
  look: Look,
): Step {
  const { state, handling, regressions, baseline, assignee } = forebear
  const wasDrift = forebear.standing === 'drift' || forebear.standing === 'drift-and-pending'
  const isOld = wasDrift || observed.standing === 'pending'
  const step = begun(
    observed,
    {
      onset: provenBy(forebear.onset, look.at),
      standingSince: isOld ? Math.min(forebear.standingSince, look.at) : look.at,
      valueSince: Math.min(forebear.valueSince, look.at),
      writtenBy: writtenBy(observed, past, look),
      state: state === 'open' ? 'open' : 'settling',
      handling,
      regressions: Math.max(regressions, periodsUntil(past)),
      baseline,
      assignee,
    },
    past,
    'finding-seen',
    look,
  )
  const [heir] = step.findings
  if (heir === undefined) return step
  const entry = entryAbout(heir, 'finding-inherited', { from: forebear.id, fromPath: forebear.drift.path }, look)
  return { ...step, activity: [...step.activity, entry] }
}

/** Ends a finding that goes on as another one. No agreement was seen, so nothing waits for it to last. */
export function handedOnStep(forebear: Finding, heir: ObservedDifference, look: Look): Step {
  const isBelow = forebear.drift.path.length > heir.drift.path.length
  const resolution = look.schemaChanged
    ? 'schema-change'
    : look.gitMoved
      ? 'git-changed'
      : isBelow
        ? 'object-gone'
        : 'reverted'
  if (forebear.state === 'resolved') return { findings: [{ ...forebear, explainedBy: null }], activity: [] }
  const ended = resolvedStep(forebear, look.at, resolution, look)
  const entry = entryAbout(forebear, 'finding-handed-on', { to: heir.drift.id, toPath: heir.drift.path }, look)
  return { ...ended, activity: [...ended.activity, entry] }
}
