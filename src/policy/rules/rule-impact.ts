import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { ReplayedFinding, RuledFinding, RuledPart, UntoldFact } from '../../model/rules-replay.ts'
import type { RuleIndex } from '../rule-index.ts'
import { asRecorded, heldAt, type RecordedFinding, type RuledBy, rulesRecorded } from './recorded-finding.ts'
import { type OpenQuestions, openQuestions, type World } from './replay-worlds.ts'
import { outcomesOf, type RuleOutcome } from './rule-outcome.ts'

/** The rule sets that are compared. */
export interface ComparedRules {
  /** `recorded`: what the rules in force made of each finding when it was last looked at. */
  readonly before: RuledBy | 'recorded'
  readonly after: RuledBy
  /** The rules for expected changes that come with driftage. */
  readonly catalogue: RuleIndex
}

/** What a rule set makes of one finding, and the rules that decide something of it on each side. */
export interface FindingImpact {
  readonly replayed: ReplayedFinding
  readonly before: RuleShare
  readonly after: RuleShare
  /** The rules that are supposed to be in force make something else of it than what is recorded. */
  readonly isOtherwise: boolean
}

/** Rules that decide something for certain, and those of which nobody can tell. */
export interface RuleShare {
  readonly certain: readonly string[]
  readonly possible: readonly string[]
}

const PARTS: readonly RuledPart[] = ['expected', 'severity', 'state', 'owner', 'decision']

/**
 * What would change about one finding. What the record does not hold is tried out every way that it leaves: a part changes
 * only where it does in all of them, and stays only where it does in all; else nobody can tell, and the facts are named on
 * which it depends.
 */
export function ruleImpact(recorded: RecordedFinding, rules: ComparedRules, now: Instant): FindingImpact {
  const { finding } = recorded
  const { before, after, catalogue } = rules
  const sets = before === 'recorded' ? ([after.rules] as const) : ([before.rules, after.rules] as const)
  const open = openQuestions(finding, sets, catalogue)
  const strange = rulesOfSource(finding, rules)
  if (open.worlds === undefined || strange.length > 0) {
    return untoldImpact(finding, strange.length > 0 ? [{ fact: 'source-rules', rules: strange }] : open.facts)
  }
  const tried = tryOut(recorded, rules, open.worlds, now)
  const possible = possibleAmong(tried, finding)
  const isOtherwise = before !== 'recorded' && !tried.some(({ isRecorded }) => isRecorded)
  return {
    isOtherwise,
    replayed: {
      ...identity(finding),
      before: common(possible.map((one) => one.before.ruled)),
      after: common(possible.map((one) => one.after.ruled)),
      changes: PARTS.filter((part) => possible.every((one) => (verdictOn(one, part) ?? SAME) !== SAME)),
      untold: PARTS.flatMap((part) => untoldPart(part, possible, open)),
    },
    before: shareOf(possible.map((one) => one.before.deciding)),
    after: shareOf(possible.map((one) => one.after.deciding)),
  }
}

interface Tried {
  readonly world: World
  readonly before: Omit<RuleOutcome, 'ruled'> & { readonly ruled: Partial<RuledFinding> }
  readonly after: RuleOutcome
  /** Whether the rules in force make of it in this world what is recorded. */
  readonly isRecorded: boolean
}

function tryOut(
  recorded: RecordedFinding,
  { before, after }: ComparedRules,
  worlds: readonly World[],
  now: Instant,
): readonly Tried[] {
  const { finding } = recorded
  if (before === 'recorded') {
    const then = outcomesOf(recorded, after, heldAt(finding, now))
    const old = { ruled: asRecorded(finding), deciding: rulesRecorded(finding) }
    return worlds.map((world) => ({ world, before: old, after: then(world), isRecorded: true }))
  }
  const [then, old] = [outcomesOf(recorded, after, now), outcomesOf(recorded, before, now)]
  const asOfRecord = outcomesOf(recorded, before, heldAt(finding, now))
  return worlds.map((world) => ({
    world,
    before: old(world),
    after: then(world),
    isRecorded: saysSame(asOfRecord(world), finding),
  }))
}

/** The world is one in which the rules in force said what is recorded, if they were in force. */
function possibleAmong(tried: readonly Tried[], { owner }: Finding): readonly Tried[] {
  const recorded = tried.filter(({ isRecorded }) => isRecorded)
  if (recorded.length > 0) return recorded
  const owned = tried.filter(({ world, before }) => world.isOwnerNamed || before.ruled.owner === owner)
  return owned.length > 0 ? owned : tried
}

function saysSame({ ruled, deciding }: RuleOutcome, finding: Finding): boolean {
  const { explainedBy, drift, owner, decision } = finding
  const isSame = ruled.expected === explainedBy && ruled.severity === drift.severity && ruled.owner === owner
  if (!isSame || decision === null) return isSame
  const recorded = rulesRecorded(finding)
  return recorded.length === deciding.length && recorded.every((id) => deciding.includes(id))
}

/** Rules of the source's own `.driftage.yaml`, which are not at hand. */
function rulesOfSource(finding: Finding, { before, after }: ComparedRules): readonly string[] {
  const known = [after, ...(before === 'recorded' ? [] : [before])].flatMap(({ rules }) => rules.rules)
  return rulesRecorded(finding).filter(
    (id) => finding.sources.some((source) => id.startsWith(`${source}/`)) && !known.some(({ rule }) => rule.id === id),
  )
}

function untoldImpact(finding: Finding, because: readonly UntoldFact[]): FindingImpact {
  const before = asRecorded(finding)
  return {
    isOtherwise: false,
    replayed: {
      ...identity(finding),
      before,
      after: {},
      changes: [],
      untold: PARTS.map((part) => ({ part, because })),
    },
    before: { certain: rulesRecorded(finding), possible: [] },
    after: { certain: [], possible: rulesRecorded(finding) },
  }
}

function identity({ id, drift }: Finding): Pick<ReplayedFinding, 'id' | 'object' | 'path'> {
  return { id, object: drift.object, path: drift.path }
}

const SAME = 'same'

/** That nothing changes, or what would come of it; undefined where one side says nothing. */
function verdictOn({ before, after }: Tried, part: RuledPart): string | undefined {
  const [was, will] = [markOf(before.ruled, part), markOf(after.ruled, part)]
  if (was === undefined || will === undefined) return undefined
  return was === will ? SAME : `will be ${will}`
}

/** Of a decision what would be done counts, not which rule says so. */
function markOf(ruled: Partial<RuledFinding>, part: RuledPart): string | undefined {
  if (ruled[part] === undefined) return undefined
  if (part !== 'decision') return String(ruled[part])
  const { reason, due, next } = ruled.decision as RuledFinding['decision']
  return `${reason} ${due} ${next?.step} ${next?.at}`
}

/** What all of them say. */
function common(ruled: readonly Partial<RuledFinding>[]): Partial<RuledFinding> {
  const [first = {}] = ruled
  const agreed = PARTS.filter((part) => ruled.every((one) => markOf(one, part) === markOf(first, part)))
  return Object.fromEntries(agreed.flatMap((part) => (first[part] === undefined ? [] : [[part, first[part]]])))
}

/** The facts on which it depends whether a part changes, or what would come of it. */
function untoldPart(part: RuledPart, possible: readonly Tried[], { facts }: OpenQuestions): ReplayedFinding['untold'] {
  const verdicts = new Set(possible.map((one) => verdictOn(one, part)))
  if (verdicts.has(undefined)) return [{ part, because: [{ fact: 'decision', rules: [] }] }]
  if (verdicts.size <= 1) return []
  const because = facts.filter((_, question) => dependsOn(question, part, possible))
  return [{ part, because: because.length > 0 ? because : facts.filter((_, at) => isOpen(at, possible)) }]
}

/** True where two worlds that differ in this question alone say different things. */
function dependsOn(question: number, part: RuledPart, possible: readonly Tried[]): boolean {
  const byRest = new Map<string, string | undefined>()
  return possible.some((one) => {
    const rest = one.world.choices.map((choice, at) => (at === question ? '' : choice)).join()
    const verdict = verdictOn(one, part)
    if (!byRest.has(rest)) byRest.set(rest, verdict)
    return byRest.get(rest) !== verdict
  })
}

function isOpen(question: number, possible: readonly Tried[]): boolean {
  return new Set(possible.map(({ world }) => world.choices[question])).size > 1
}

function shareOf(deciding: readonly (readonly string[])[]): RuleShare {
  const all = [...new Set(deciding.flat())]
  const certain = all.filter((id) => deciding.every((ids) => ids.includes(id)))
  return { certain, possible: all.filter((id) => !certain.includes(id)) }
}
