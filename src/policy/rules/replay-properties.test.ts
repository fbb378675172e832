import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Instant, DAY, HOUR } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'
import type { RuledFinding, RuledPart } from '../../model/rules-replay.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { BEGAN, exampleDrift } from '../decide/finding-example.ts'
import { CATALOGUE, recordedUnder, rule, ruledBy, SEEN, type Truth } from './replay-example.ts'
import type { RecordedFinding, RuledBy } from './recorded-finding.ts'
import { ruleImpact } from './rule-impact.ts'
import { outcomesOf } from './rule-outcome.ts'
import { withAnswers } from './label-questions.ts'

const NOW = BEGAN + 2 * HOUR
const PARTS: readonly RuledPart[] = ['expected', 'severity', 'state', 'owner', 'decision']

const labels = fc.subarray(['a', 'b', 'c']).map((keys) => Object.fromEntries(keys.map((key) => [key, 'yes'])))

/** Rules that ask for labels or not, and set one aspect or several. */
const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.record({
      asks: fc.constantFrom({}, { labels: { a: '*' } }, { labels: { b: '*' } }, { condition: 'label c' }),
      only: fc.constantFrom({}, { severities: ['medium', 'high'] as const }, { namespaces: ['pay'] }),
      sets: fc.record(
        {
          expected: fc.boolean(),
          severity: fc.constantFrom(...SEVERITIES),
          graceMs: fc.constantFrom(HOUR, 3 * HOUR),
          owner: fc.constantFrom('x', 'y'),
        },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 4 },
  )
  .map((made) => made.map(({ asks, only, sets }, at) => rule(`r${at}`, { match: { ...asks, ...only }, ...sets })))

const truths: fc.Arbitrary<Truth> = fc.record({
  judged: fc.constantFrom('high', 'medium'),
  labels,
  namedOwner: fc.constantFrom(null, null, 'x', 'z'),
})

/** A severity that a rule with a direction gives, so that the record leaves two. */
const DIRECTED = { ...SEEN, drift: exampleDrift({ severityRule: 'DRF-SEC-020' }) }

/** What the next look would make of it, with everything known that the record does not hold. */
function truly(recorded: RecordedFinding, by: RuledBy, truth: Truth, now: Instant): RuledFinding {
  const holds = (match: Rule['match']) =>
    Object.keys(match.labels ?? {}).every((key) => Object.hasOwn(truth.labels, key)) &&
    (match.condition === undefined || Object.hasOwn(truth.labels, 'c'))
  const answered = by.rules.rules.map((one) => ({
    ...one,
    matches: (...asked: Parameters<typeof one.matches>) => {
      const answer = one.matches(...asked)
      return answer === 'untold' ? holds(one.rule.match) : answer
    },
  }))
  const set = withAnswers({ ...by.rules, rules: answered, forKind: () => answered }, new Map())
  const world = {
    judged: truth.judged,
    beneath: { standing: 'drift', explainedBy: null } as const,
    isOwnerNamed: truth.namedOwner !== null,
    answers: new Map<string, boolean>(),
    choices: [],
  }
  return outcomesOf(recorded, { ...by, rules: set }, now)(world).ruled
}

function isSame(part: RuledPart, one: RuledFinding, other: RuledFinding): boolean {
  if (part !== 'decision') return one[part] === other[part]
  const [a, b] = [one.decision, other.decision]
  return a.reason === b.reason && a.due === b.due && a.next?.step === b.next?.step && a.next?.at === b.next?.at
}

it.each(['recorded', 'rules'] as const)(
  'whatever the record does not hold, nothing false is said (against the %s)',
  (comparedWith) => {
    let certain = 0
    let untold = 0
    fc.assert(
      fc.property(rules, rules, truths, (old, young, truth) => {
        const [before, after] = [ruledBy(old), ruledBy(young)]
        const recorded = recordedUnder(before, NOW, DIRECTED, truth)
        const compared = {
          before: comparedWith === 'rules' ? before : ('recorded' as const),
          after,
          catalogue: CATALOGUE,
        }
        const { replayed } = ruleImpact(recorded, compared, NOW)
        const [was, will] = [truly(recorded, before, truth, NOW), truly(recorded, after, truth, NOW)]
        for (const part of PARTS) {
          const isUntold = replayed.untold.some((one) => one.part === part)
          const changes = replayed.changes.includes(part)
          untold += isUntold ? 1 : 0
          certain += isUntold ? 0 : 1
          if (changes) expect(isSame(part, was, will)).toBe(false)
          if (!changes && !isUntold) expect(isSame(part, was, will)).toBe(true)
          if (changes && replayed.after[part] !== undefined) {
            expect(isSame(part, { ...will, ...replayed.after }, will)).toBe(true)
          }
        }
      }),
      { numRuns: 150, seed: 7 },
    )
    // It would be easy to say nothing false by saying nothing.
    expect(certain).toBeGreaterThan(untold / 2)
    expect(untold).toBeGreaterThan(100)
  },
)

it('the same record and rules say the same, and time alone never makes rules change anything', () => {
  fc.assert(
    fc.property(rules, truths, fc.integer({ min: 0, max: 60 * DAY }), (central, truth, later) => {
      const by = ruledBy(central)
      const recorded = recordedUnder(by, NOW, DIRECTED, truth)
      const { replayed } = ruleImpact(recorded, { before: 'recorded', after: by, catalogue: CATALOGUE }, NOW + later)
      expect(replayed.changes).toEqual([])
    }),
    { numRuns: 80, seed: 7 },
  )
})
