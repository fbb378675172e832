import { isOracleKind } from '../diff/oracle-manifest.ts'
import { diffPair, type PairInput, type ServerMadeLeaf } from '../diff/pair.ts'
import type { Difference, Signals } from '../model/difference.ts'
import { printPath } from '../model/field-path.ts'
import type { NotChecked } from '../model/not-checked.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { explain } from '../policy/explain.ts'
import type { GuardFacts } from '../policy/guard-facts.ts'
import type { RuleIndex } from '../policy/rule-index.ts'
import type { ExplainedDifference } from './assessment.ts'

export interface SortContext {
  readonly ref: ObjectRef
  readonly rules: RuleIndex
  readonly facts: GuardFacts
  /** Written paths whose desired value the renderer cannot know; the empty path stands for the whole object. */
  readonly unrenderable: readonly string[]
}

/** The differences of one pair, sorted by what can be said of them. Pure: everything was read before. */
export interface SortedDifferences {
  readonly explained: readonly ExplainedDifference[]
  readonly open: readonly Difference[]
  readonly gaps: readonly NotChecked[]
  /** The differences behind the gaps: another fact or the server's answer could still decide them. */
  readonly undecided: readonly Difference[]
  readonly serverMade: readonly ServerMadeLeaf[]
}

/** Compares a pair and explains what can be explained: by the server's own answer first, then by rules. */
export function sortDifferences(input: PairInput, context: SortContext): SortedDifferences {
  const { differences, serverMade } = diffPair(input)
  const explained: ExplainedDifference[] = []
  const open: Difference[] = []
  const gaps: NotChecked[] = []
  const undecided: Difference[] = []
  for (const difference of differences) {
    const unknown = unrenderable(difference, context)
    if (unknown !== undefined) gaps.push(unknown)
    else place(difference, input, context, { explained, open, gaps, undecided })
  }
  return { explained, open, gaps, undecided, serverMade }
}

interface Places {
  readonly explained: ExplainedDifference[]
  readonly open: Difference[]
  readonly gaps: NotChecked[]
  readonly undecided: Difference[]
}

function place(difference: Difference, input: PairInput, context: SortContext, places: Places): void {
  const { oracle } = difference.signals
  if (oracle === 'equals-live' && (difference.kind === 'added' || difference.kind === 'modified')) {
    places.explained.push({ difference, explanation: { by: 'admission', rule: 'admission' } })
    return
  }
  const { ref, facts, rules } = context
  const leaveUndecided = (one: NotChecked): void => {
    places.gaps.push(one)
    places.undecided.push(difference)
  }
  const { live, desired, deployer } = input
  const told = explain(difference, { ref, live, desired, facts, deployer }, rules)
  if (told !== undefined && 'explained' in told) places.explained.push({ difference, explanation: told.explained })
  else if (told !== undefined) leaveUndecided(gap(difference, context, 'guard-unknown', guardUnknown(told.rule)))
  else if (needsOracle(difference)) leaveUndecided(gap(difference, context, 'needs-oracle', NEEDS_ORACLE))
  else places.open.push(wasDropped(difference, ref) ? { ...difference, kind: 'ineffective' } : difference)
}

const NEEDS_ORACLE =
  'A mutating webhook or policy of the cluster matches this kind, so this may be its doing or somebody else’s. ' +
  'Allow dry-run creates (see `driftage rbac --oracle`, and leave out --read-only) to decide; until then it is not counted either way.'

function guardUnknown(rule: string): string {
  return `Rule ${rule} would explain this, but what its bound depends on could not be read. Grant that right (see \`driftage rbac\`); until then it is not counted either way.`
}

function gap(difference: Difference, context: SortContext, reason: string, message: string): NotChecked {
  return { object: context.ref, path: printPath(difference.path), reason, message }
}

function unrenderable(difference: Difference, context: SortContext): NotChecked | undefined {
  const path = printPath(difference.path)
  const known = !context.unrenderable.some(
    (one) => one === '' || path === one || path.startsWith(one) || one.startsWith(path),
  )
  if (known) return undefined
  const message =
    'The chart computes this value anew at each rendering (random, time, lookup or release revision), so Git does not say what it should be.'
  return gap(difference, context, 'render', message)
}

/**
 * Without the server's own answer, an ownerless addition and a changed or vanished leaf that the deployer still owns may be
 * admission's work wherever something mutates this kind, or where that is not known.
 */
function needsOracle({ kind, signals }: Difference): boolean {
  if (signals.admission === 'none') return false
  if (signals.oracle !== 'not-asked' && signals.oracle !== 'refused') return false
  if (kind === 'added') return signals.owners.length === 0 || isInDeployersRequest(signals)
  if (kind === 'modified' || kind === 'removed') return signals.deployerOwns !== false
  return false
}

/** What admission adds to an update is booked to whoever sent it; only for an apply does the server know what was sent. */
function isInDeployersRequest({ owners, deployerOwns }: Signals): boolean {
  return deployerOwns === true && owners.every((owner) => owner.operation === 'Update')
}

/**
 * The server's answer to the manifest lacks the leaf as well: nobody removed it. Where the server was not asked, it still
 * books the leaf to the deployer; one that answers with the leaf says that something took it away later.
 */
function wasDropped({ kind, live, signals }: Difference, ref: ObjectRef): boolean {
  // What the server does not know it leaves out; a list that is there and holds nothing was emptied.
  if (kind !== 'removed' || live !== undefined) return false
  // Nothing that the schema of these kinds knows depends on a feature of the server, so it was applied empty: a binding
  // without its subjects must not look like a mistake in Git.
  if (!isOracleKind(ref.group, ref.kind)) return false
  if (signals.oracle === 'equals-live') return true
  if (signals.oracle === 'equals-desired' || signals.oracle === 'differs') return false
  return signals.deployerOwns === true && signals.owners.every((owner) => owner.operation === 'Apply')
}
