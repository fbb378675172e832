import { describe, expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import { DAY, HOUR } from '../../model/instant.ts'
import type { RulesReplay } from '../../model/rules-replay.ts'
import { BEGAN, exampleDrift } from '../decide/finding-example.ts'
import { CATALOGUE, recordedUnder, rule, ruledBy, SEEN } from './replay-example.ts'
import type { RecordedFinding, RuledBy } from './recorded-finding.ts'
import { replayRules } from './replay-rules.ts'

const NOW = BEGAN + 2 * HOUR
const SHIPPED = ruledBy([])
const images = rule('images', { match: { paths: ['.spec.template.spec.containers[*].image'] } })
const expected = { ...images, expected: true }

/** Against the record, unless rules in force are given. */
function replay(recorded: readonly RecordedFinding[], after: RuledBy, now = NOW, before?: RuledBy): RulesReplay {
  return replayRules(recorded, { before: before ?? 'recorded', after, catalogue: CATALOGUE }, now)
}

function at(path: string, changes: Partial<Finding['drift']> = {}): Finding {
  return { ...SEEN, id: path, drift: exampleDrift({ severityRule: 'DRF-META-009', path, ...changes }) }
}

describe('what would change', () => {
  it('the rules that are in force change nothing, however old the record is', () => {
    for (const by of [SHIPPED, ruledBy([expected]), ruledBy([{ ...images, graceMs: HOUR, severity: 'high' }])]) {
      for (const later of [0, HOUR, 30 * DAY]) {
        expect(replay([recordedUnder(by, NOW)], by, NOW + later)).toMatchObject({ findings: 1, items: [] })
        expect(replay([recordedUnder(by, NOW)], by, NOW + later, by)).toMatchObject({ items: [], recordedOtherwise: 0 })
      }
    }
  })

  it('a shorter grace opens what is settling, and brings its message forward', () => {
    const recorded = [recordedUnder(SHIPPED, NOW), recordedUnder(SHIPPED, NOW, at('.spec.paused'))]
    const quick = ruledBy([{ ...images, graceMs: HOUR, response: { notifyAfterMs: HOUR } }])
    expect(replay(recorded, quick).items).toMatchObject([
      {
        id: SEEN.id,
        changes: ['state', 'decision'],
        before: { state: 'settling', decision: { reason: 'within-grace' } },
        after: { state: 'open', decision: { reason: 'notify-due', rules: { grace: 'images', response: 'images' } } },
        untold: [],
      },
    ])
  })

  it('a longer grace closes nothing that is open', () => {
    const recorded = [recordedUnder(SHIPPED, BEGAN + 2 * DAY)]
    expect(recorded[0]?.finding.state).toBe('open')
    expect(replay(recorded, ruledBy([{ ...images, graceMs: 9 * DAY }]), BEGAN + 2 * DAY).items).toEqual([])
  })

  it('a new rule that expects the change ends the finding', () => {
    expect(replay([recordedUnder(SHIPPED, NOW)], ruledBy([expected])).items).toMatchObject([
      {
        changes: ['expected', 'state', 'decision'],
        before: { expected: null, state: 'settling' },
        after: { expected: 'images', state: 'resolved', decision: { reason: 'expected', text: 'expected by images' } },
      },
    ])
  })

  it('R-21 what a rule explained is as old as the difference when the rule is taken away', () => {
    const recorded = [recordedUnder(ruledBy([expected]), NOW)]
    expect(replay(recorded, SHIPPED, BEGAN + 3 * DAY).items).toMatchObject([
      {
        changes: ['expected', 'state', 'decision'],
        before: { expected: 'images', state: 'resolved' },
        after: { expected: null, state: 'open', decision: { reason: 'notify-due' } },
        untold: [],
      },
    ])
  })

  it('what the catalogue explains stays, unless a rule says the opposite', () => {
    const explained = { standing: 'explained', state: 'resolved', explainedBy: 'hpa-replicas' } as const
    const recorded = recordedUnder(SHIPPED, NOW, { ...at('.spec.replicas'), ...explained })
    const same = { finding: { ...recorded.finding, state: 'resolved' as const }, history: recorded.history }
    expect(replay([same], SHIPPED).items).toEqual([])
    const strict = ruledBy([rule('strict', { expected: false })])
    expect(replay([same], strict).items).toMatchObject([
      { before: { expected: 'hpa-replicas' }, after: { expected: null, state: 'settling' } },
    ])
  })

  it('another severity and another owner are told, and what comes of them', () => {
    const critical = ruledBy([{ ...images, severity: 'critical', owner: 'team-web' }])
    expect(replay([recordedUnder(SHIPPED, NOW)], critical).items).toMatchObject([
      {
        changes: ['severity', 'state', 'owner', 'decision'],
        after: { severity: 'critical', owner: 'team-web', state: 'open', decision: { due: 'notify' } },
      },
    ])
  })

  it('what is over is under no rule', () => {
    const { finding, history } = recordedUnder(SHIPPED, NOW)
    const over = { finding: { ...finding, state: 'resolved' as const }, history }
    expect(replay([over], ruledBy([expected]))).toMatchObject({ findings: 0, items: [] })
  })

  it('time that went by since the record is not the work of rules', () => {
    const recorded = [recordedUnder(SHIPPED, NOW)]
    expect(replay(recorded, SHIPPED, NOW + 90 * DAY).items).toEqual([])
    const [item] = replay(recorded, ruledBy([{ ...images, owner: 'team-web' }]), NOW + 90 * DAY).items
    expect(item?.changes).toEqual(['owner'])
  })
})

describe('what the record does not hold is never guessed', () => {
  const sale = { ...expected, id: 'sale', match: { ...images.match, labels: { sale: '*' } } }

  it('a new rule that asks for labels: nobody can tell, and the rule is named', () => {
    const [item] = replay([recordedUnder(SHIPPED, NOW)], ruledBy([sale])).items
    expect(item).toMatchObject({ changes: [], before: { expected: null } })
    expect(item?.after).not.toHaveProperty('expected')
    expect(item?.untold.map(({ part }) => part)).toEqual(['expected', 'state', 'decision'])
    expect(item?.untold.map(({ because }) => because)).toEqual([
      [{ fact: 'labels', rules: ['sale'] }],
      [{ fact: 'labels', rules: ['sale'] }],
      [{ fact: 'labels', rules: ['sale'] }],
    ])
  })

  it('a condition that looks at labels is the same question', () => {
    const asks = { ...expected, match: { ...images.match, condition: 'label sale' } }
    expect(replay([recordedUnder(SHIPPED, NOW)], ruledBy([asks])).items[0]?.untold[0]?.because).toEqual([
      { fact: 'labels', rules: ['images'] },
    ])
    const values = { ...expected, match: { ...images.match, condition: 'live' } }
    expect(replay([recordedUnder(SHIPPED, NOW)], ruledBy([values])).items[0]?.changes).toContain('expected')
  })

  it('a rule that asks for labels matters only where the rest of it matches and nothing comes before it', () => {
    const elsewhere = { ...sale, match: { ...sale.match, namespaces: ['pay'] } }
    expect(replay([recordedUnder(SHIPPED, NOW)], ruledBy([elsewhere])).items).toEqual([])
    const both = ruledBy([expected, sale])
    expect(replay([recordedUnder(both, NOW)], both).items).toEqual([])
  })

  it('with the rules in force at hand, a rule that stays as it is changes nothing', () => {
    const before = ruledBy([sale])
    const after = ruledBy([sale, rule('web', { match: { kinds: ['Deployment'] }, owner: 'team-web' })])
    for (const labels of [{}, { sale: 'yes' }]) {
      const [item] = replay([recordedUnder(before, NOW, SEEN, { labels })], after, NOW, before).items
      expect(item).toMatchObject({ changes: ['owner'], after: { owner: 'team-web' }, untold: [] })
    }
  })

  it('with the rules in force at hand, what is recorded tells what the labels must be', () => {
    const before = ruledBy([sale])
    const after = ruledBy([{ ...sale, id: 'sale-2026' }])
    const labelled = recordedUnder(before, NOW, SEEN, { labels: { sale: 'yes' } })
    expect(replay([labelled], after, NOW, before).items).toMatchObject([
      { changes: ['expected'], before: { expected: 'sale' }, after: { expected: 'sale-2026' }, untold: [] },
    ])
    expect(replay([recordedUnder(before, NOW)], after, NOW, before).items).toEqual([])
  })

  it('where the rules that are supposed to be in force say something else than the record, that is counted', () => {
    const recorded = [recordedUnder(ruledBy([expected]), NOW)]
    expect(replay(recorded, SHIPPED, NOW, SHIPPED).recordedOtherwise).toBe(1)
  })

  it('the severity of the catalogue, where a rule had set another one', () => {
    const [item] = replay([recordedUnder(ruledBy([{ ...images, severity: 'critical' }]), NOW)], SHIPPED).items
    expect(item?.untold[0]).toEqual({
      part: 'severity',
      because: [{ fact: 'catalogue-severity', rules: ['images'] }],
    })
    expect(item?.after).not.toHaveProperty('severity')
  })

  it('whether the catalogue would explain it, where nothing ever compared it with a base', () => {
    const unknown = at('.spec.replicas', { base: { evidence: 'unknown' } })
    const recorded = [recordedUnder(ruledBy([rule('scaled', { expected: true })]), NOW, unknown)]
    const [item] = replay(recorded, SHIPPED).items
    expect(item?.changes).toEqual(['expected'])
    expect(item?.untold.map(({ part }) => part)).toEqual(['expected', 'state', 'decision'])
    expect(item?.untold[0]?.because).toMatchObject([{ fact: 'catalogue' }])
    expect(item?.untold[0]?.because[0]?.rules).toContain('hpa-replicas')
  })

  it('whether CODEOWNERS or a label names the owner', () => {
    const before = ruledBy([{ ...images, owner: 'team-web' }])
    const after = ruledBy([{ ...images, owner: 'team-shop' }])
    const [item] = replay([recordedUnder(before, NOW)], after).items
    expect(item).toMatchObject({ untold: [{ part: 'owner', because: [{ fact: 'named-owner', rules: [] }] }] })
    const named = recordedUnder(before, NOW, SEEN, { namedOwner: 'team-pay' })
    expect(replay([named], after, NOW, before).items).toEqual([])
    expect(replay([recordedUnder(ruledBy([]), NOW)], after).items).toMatchObject([
      { changes: ['owner'], before: { owner: null }, after: { owner: 'team-shop' }, untold: [] },
    ])
    const assigned = { ...SEEN, assignee: 'team-pay' }
    expect(replay([recordedUnder(before, NOW, assigned, { namedOwner: 'team-pay' })], after).items).toEqual([])
  })

  it("what the source's own rules say", () => {
    const { finding, history } = recordedUnder(SHIPPED, NOW)
    const decision = { ...(finding.decision as NonNullable<Finding['decision']>), rules: { grace: 'shop/nightly' } }
    const [item] = replay([{ finding: { ...finding, decision }, history }], SHIPPED).items
    expect(item?.changes).toEqual([])
    expect(item?.untold[0]?.because).toEqual([{ fact: 'source-rules', rules: ['shop/nightly'] }])
  })

  it('more questions about labels than can be tried out', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label) =>
      rule(label, { match: { labels: { [label]: '*' } }, owner: label }),
    )
    const [item] = replay([recordedUnder(SHIPPED, NOW)], ruledBy(many)).items
    expect(item?.untold[0]?.because[0]).toMatchObject({ fact: 'too-many' })
  })
})

describe('the summary by rule', () => {
  it('counts what each rule decides now and would decide then, and names those that decide nothing', () => {
    const before = ruledBy([expected, rule('old', { match: { paths: ['.spec.paused'] }, owner: 'team-old' })])
    const recorded = [recordedUnder(before, NOW), recordedUnder(before, NOW, at('.spec.paused'))]
    const after = ruledBy([
      rule('all', { expected: true }),
      expected,
      rule('elsewhere', { match: { namespaces: ['pay'] }, expected: true }),
      rule('past', { expected: true, until: '2020-01-01' }),
    ])
    expect(replay(recorded, after).rules.filter(({ from }) => from !== 'shipped')).toEqual([
      { rule: 'all', from: 'central', before: 0, after: 2, untold: 0, standing: 'hits' },
      { rule: 'images', from: 'central', before: 1, after: 0, untold: 0, standing: 'overruled' },
      { rule: 'elsewhere', from: 'central', before: 0, after: 0, untold: 0, standing: 'nothing' },
      { rule: 'past', from: 'central', before: 0, after: 0, untold: 0, standing: 'ended' },
      { rule: 'old', from: 'gone', before: 1, after: 0, untold: 0, standing: 'nothing' },
    ])
  })

  it('shipped rules have their line where they decide something', () => {
    expect(replay([recordedUnder(SHIPPED, NOW)], SHIPPED).rules).toEqual([
      { rule: 'shipped-medium', from: 'shipped', before: 1, after: 1, untold: 0, standing: 'hits' },
    ])
  })
})
