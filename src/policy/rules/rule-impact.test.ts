import { expect, it } from 'vitest'
import { DAY, HOUR } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'
import { BEGAN, exampleContext, exampleDrift, exampleFinding } from '../decide/finding-example.ts'
import { type RecordedFinding, testRules } from './rule-impact.ts'
import { ruleSet, type RuleSet } from './rule-set.ts'
import { DEFAULT_ENVIRONMENTS } from './severity-modifiers.ts'

const NOW = BEGAN + 2 * HOUR

function setOf(...central: readonly Rule[]): RuleSet {
  return ruleSet({ central, ofSources: [] }, DEFAULT_ENVIRONMENTS, () => ({ problem: 'none' })).set
}

function recorded(id: string, changes: Parameters<typeof exampleFinding>[0] = {}): RecordedFinding {
  const finding = exampleFinding({ id, ...changes })
  return { finding, labels: {}, judged: 'medium', circumstances: {}, context: exampleContext() }
}

const images: Rule = { id: 'images', match: { paths: ['.spec.template.spec.containers[*].image'] }, from: 'central' }

it('a rule that changes nothing tells nothing', () => {
  expect(testRules([recorded('a')], setOf(), setOf({ ...images, graceMs: DAY }), NOW)).toEqual([])
})

it('a shorter grace opens what is settling, and brings its message forward', () => {
  const found = recorded('a', { state: 'settling' })
  const quick = setOf({ ...images, graceMs: HOUR, response: { notifyAfterMs: HOUR } })
  const [impact] = testRules(
    [found, recorded('b', { drift: exampleDrift({ path: '.spec.paused' }) })],
    setOf(),
    quick,
    NOW,
  )
  expect(impact).toMatchObject({
    finding: 'a',
    changes: ['state', 'decision'],
    before: { state: 'settling', decision: { reason: 'within-grace' } },
    after: { state: 'open', decision: { reason: 'notify-due' } },
  })
})

it('a new rule that expects the change ends the finding', () => {
  const impacts = testRules([recorded('a')], setOf(), setOf({ ...images, expected: true }), NOW + DAY)
  expect(impacts).toMatchObject([
    {
      changes: ['expected', 'state', 'decision'],
      before: { expected: false, state: 'open' },
      after: { expected: true, state: 'resolved' },
    },
  ])
  expect(impacts[0]?.after.decision).toMatchObject({ reason: 'expected', text: 'expected by images' })
})

it('what a rule explained is as old as the difference when the rule is taken away; what the catalogue explains stays', () => {
  const explained = { standing: 'explained', state: 'resolved', explainedBy: 'images' } as const
  const found = [
    recorded('a', explained),
    recorded('b', { ...explained, explainedBy: 'hpa-replicas', drift: exampleDrift({ path: '.spec.replicas' }) }),
  ]
  const impacts = testRules(found, setOf({ ...images, expected: true }), setOf(), BEGAN + 3 * DAY)
  expect(impacts).toMatchObject([
    {
      finding: 'a',
      before: { state: 'resolved' },
      after: { expected: false, state: 'open', decision: { reason: 'notify-due' } },
    },
  ])
})

it('another severity and another owner are told', () => {
  const impacts = testRules(
    [recorded('a')],
    setOf(),
    setOf({ ...images, severity: 'low', owner: 'team-web' }),
    BEGAN + 2 * DAY,
  )
  expect(impacts).toMatchObject([
    { changes: ['severity', 'owner', 'decision'], after: { severity: 'low', owner: 'team-web' } },
  ])
})
