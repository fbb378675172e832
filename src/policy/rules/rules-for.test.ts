import { describe, expect, it } from 'vitest'
import { parsePath } from '../../model/field-path-parse.ts'
import { DAY, HOUR, MINUTE } from '../../model/instant.ts'
import type { Rule, RuleMatch } from '../../model/response-rule.ts'
import type { CompileCondition } from './condition.ts'
import { explainRules } from './explain-rules.ts'
import { namePattern } from './name-pattern.ts'
import { rulesFor } from './rules-for.ts'
import type { RuleFacts } from './rule-facts.ts'
import { ruleSet, type RuleSet } from './rule-set.ts'
import { DEFAULT_ENVIRONMENTS } from './severity-modifiers.ts'

const NOW = Date.parse('2026-11-04T09:00:00Z')

/** Conditions are the adapter's; here some words stand for them. */
const compile: CompileCondition = (expression) =>
  expression === 'broken'
    ? { problem: 'broken' }
    : { test: () => (expression === 'unknown' ? 'unknown' : expression === 'true') }

function facts(changes: Partial<RuleFacts> & { readonly at?: string } = {}): RuleFacts {
  const { at = '.spec.replicas', ...others } = changes
  return {
    ref: { cluster: 'eu', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
    labels: { app: 'web' },
    sources: ['shop'],
    path: parsePath(at) ?? [],
    writtenPath: at,
    kind: 'modified',
    actorClass: 'person',
    manager: 'kubectl-edit',
    severity: 'medium',
    sensitive: false,
    desired: 1,
    live: 2,
    ...others,
  }
}

function rule(id: string, changes: Partial<Rule>): Rule {
  return { id, match: {}, from: 'central', ...changes }
}

function setOf(central: readonly Rule[], ofSources: readonly Rule[] = []): RuleSet {
  return ruleSet({ central, ofSources }, DEFAULT_ENVIRONMENTS, compile).set
}

function ask(rules: readonly Rule[], of: RuleFacts = facts(), ofSources: readonly Rule[] = []) {
  return rulesFor(of, setOf(rules, ofSources), NOW)
}

describe('for each aspect the first rule that matches and sets it counts', () => {
  it('without any rule the shipped ones give the times, and name themselves', () => {
    expect(ask([])).toEqual({
      expected: undefined,
      expectedUntil: undefined,
      severity: 'medium',
      modifiers: [],
      graceMs: DAY,
      owner: undefined,
      response: { notifyAfterMs: DAY, ticketAfterMs: DAY },
      rules: { grace: 'shipped-medium', response: 'shipped-medium' },
      lapsed: undefined,
      undecided: [],
    })
  })

  it('aspects of one finding come from different rules', () => {
    const said = ask([
      rule('shop', { match: { namespaces: ['shop'] }, owner: 'team-shop', graceMs: HOUR }),
      rule('web', { match: { names: ['web'] }, owner: 'team-web', graceMs: MINUTE, severity: 'high' }),
    ])
    expect(said).toMatchObject({ owner: 'team-shop', graceMs: HOUR, severity: 'high' })
    expect(said.rules).toEqual({ owner: 'shop', grace: 'shop', severity: 'web', response: 'shipped-high' })
  })

  it('central before source before shipped', () => {
    const source = rule('own', { from: 'source', match: { sources: ['shop'] }, graceMs: 2 * HOUR, owner: 'own' })
    expect(ask([], facts(), [source])).toMatchObject({ graceMs: 2 * HOUR, owner: 'own' })
    const central = rule('all', { graceMs: 3 * HOUR })
    expect(ask([central], facts(), [source])).toMatchObject({ graceMs: 3 * HOUR, owner: 'own' })
  })

  it('a severity that a rule gives brings the times of that severity', () => {
    const said = ask([rule('rank', { match: { severities: ['medium'] }, severity: 'critical' })])
    expect(said).toMatchObject({ severity: 'critical', graceMs: 5 * MINUTE })
    expect(said.response).toEqual({ notifyAfterMs: 5 * MINUTE, ticketAfterMs: 4 * HOUR })
  })

  it('a ladder is whole: what it leaves out is not filled from a later rule', () => {
    expect(ask([rule('quiet', { response: { ticketAfterMs: HOUR } })]).response).toEqual({ ticketAfterMs: HOUR })
  })

  it('expected: false keeps later rules from explaining', () => {
    const rules = [rule('no', { match: { names: ['web'] }, expected: false }), rule('yes', { expected: true })]
    expect(ask(rules)).toMatchObject({ expected: false, rules: { expected: 'no' } })
  })
})

describe('a rule of a source never speaks for others', () => {
  const own = rule('shop/x', { from: 'source', match: { sources: ['shop'] }, expected: true })

  it.each([
    [['shop'], true],
    [['pay'], undefined],
    [['shop', 'pay'], undefined],
    [[], undefined],
  ])('object of sources %j', (sources, expected) => {
    expect(ask([], facts({ sources }), [own]).expected).toBe(expected)
  })

  it('a central rule speaks where one of the sources fits', () => {
    expect(
      ask([rule('c', { match: { sources: ['sh*'] }, expected: true })], facts({ sources: ['pay', 'shop'] })).expected,
    ).toBe(true)
  })
})

describe('what a rule is about', () => {
  it.each<[string, RuleMatch, boolean]>([
    ['cluster', { clusters: ['e?'] }, true],
    ['other cluster', { clusters: ['us*'] }, false],
    ['kind', { kinds: ['Deployment'] }, true],
    ['kind in its group', { kinds: ['apps/Deployment'] }, true],
    ['kind of all groups', { kinds: ['*/Deploy*'] }, true],
    ['kind of the core group', { kinds: ['-/Deployment'] }, false],
    ['name', { names: ['db', 'w*b'] }, true],
    ['no names', { names: [] }, false],
    ['label', { labels: { app: 'we*' } }, true],
    ['missing label', { labels: { team: '*' } }, false],
    ['path', { paths: ['.spec.replicas'] }, true],
    ['path above', { paths: ['.spec'] }, true],
    ['path below', { paths: ['.spec.replicas.x'] }, false],
    ['manager', { managers: ['kubectl-*'] }, true],
    ['other manager', { managers: ['flux'] }, false],
    ['drift kind', { driftKinds: ['added'] }, false],
    ['actor class', { actorClasses: ['person', 'unknown'] }, true],
    ['severity', { severities: ['high'] }, false],
    ['condition that holds', { condition: 'true' }, true],
    ['condition that does not', { condition: 'false' }, false],
    ['all of several', { clusters: ['eu'], names: ['db'] }, false],
  ])('%s', (_what, match, expected) => {
    expect(ask([rule('r', { match, expected: true })]).expected).toBe(expected ? true : undefined)
  })

  it('where nobody is known to have written, a rule about managers does not match', () => {
    expect(
      ask([rule('r', { match: { managers: ['*'] }, expected: true })], facts({ manager: undefined })).expected,
    ).toBeUndefined()
  })

  it('any element of a list, by [*]', () => {
    const match = { paths: ['.spec.template.spec.containers[*].image'] }
    const of = facts({ at: '.spec.template.spec.containers[name="web"].image' })
    expect(ask([rule('r', { match, expected: true })], of).expected).toBe(true)
  })

  it('a condition that cannot be evaluated does not match, and is told', () => {
    const said = ask([rule('r', { match: { condition: 'unknown' }, expected: true })])
    expect(said).toMatchObject({ expected: undefined, undecided: ['r'] })
  })

  it('a rule that cannot be used is left out and told with everything that is wrong', () => {
    const bad = rule('bad', {
      match: { paths: ['spec'], names: ['a'.repeat(300)], condition: 'broken' },
      until: 'soon',
    })
    const { set, refused } = ruleSet({ central: [bad], ofSources: [] }, DEFAULT_ENVIRONMENTS, compile)
    expect(refused.map(({ problems }) => problems.map(({ path }) => path.join('.')))).toEqual([
      ['match.names.0', 'until', 'match.paths.0', 'match.condition'],
    ])
    expect(set.rules.map(({ rule }) => rule.from)).toEqual(Array.from({ length: 5 }, () => 'shipped'))
  })
})

describe('a rule ends at its date', () => {
  const sales = rule('sales', { expected: true, until: '2026-11-04' })

  it('a date alone counts to its end in UTC', () => {
    expect(ask([sales])).toMatchObject({ expected: true, expectedUntil: Date.parse('2026-11-05T00:00:00Z') })
  })

  it('R-35: afterwards it is drift, and the end is remembered', () => {
    const said = rulesFor(facts(), setOf([sales]), NOW + DAY)
    expect(said).toMatchObject({
      expected: undefined,
      lapsed: { rule: 'sales', at: Date.parse('2026-11-05T00:00:00Z') },
    })
  })

  it('an end does not matter where another rule expects the same', () => {
    const said = rulesFor(facts(), setOf([sales, rule('all', { expected: true })]), NOW + DAY)
    expect(said).toMatchObject({ expected: true, lapsed: undefined, rules: { expected: 'all' } })
  })
})

describe('modifiers move a severity by one level at most', () => {
  const at = (namespace: string, changes: Partial<RuleFacts> = {}) =>
    facts({ ref: { cluster: 'eu', group: 'apps', kind: 'Deployment', namespace, name: 'web' }, ...changes })

  it.each([
    ['production', at('shop-prod'), {}, 'high', ['production']],
    ['not by a part of a word', at('reproduction'), {}, 'medium', []],
    ['test', at('shop-test'), {}, 'low', ['non-production']],
    [
      'several',
      at('prod', { actorClass: 'unknown' }),
      { audited: true, exposed: true },
      'high',
      ['production', 'exposed', 'unknown-despite-audit'],
    ],
    ['unknown without audit', at('shop', { actorClass: 'unknown' }), {}, 'medium', []],
    ['against each other', at('prod'), { inIncident: true }, 'medium', ['production', 'settled-in-incident']],
    ['kube-system', at('kube-system'), {}, 'high', ['guards-others']],
    ['critical stays', at('prod', { severity: 'critical' }), {}, 'critical', ['production']],
    ['low never pages, wherever it is', at('prod', { severity: 'low' }), {}, 'low', ['production']],
    ['info stays', at('test', { severity: 'info' }), {}, 'info', ['non-production']],
  ] as const)('%s', (_what, of, around, severity, modifiers) => {
    expect(rulesFor(of, setOf([]), NOW, around)).toMatchObject({ severity, modifiers })
  })

  it('what a rule says outright is not modified', () => {
    expect(ask([rule('r', { severity: 'medium' })], at('prod'))).toMatchObject({ severity: 'medium', modifiers: [] })
  })
})

it('explains every rule that has a say, and which came too late', () => {
  const set = setOf([
    rule('first', { graceMs: HOUR }),
    rule('old', { expected: true, until: '2026-01-01' }),
    rule('second', { graceMs: MINUTE, owner: 'b' }),
    rule('maybe', { match: { condition: 'unknown' }, owner: 'c' }),
    rule('other', { match: { names: ['db'] }, owner: 'd' }),
  ])
  expect(explainRules(facts(), set, NOW).map(({ rule: { id }, ...say }) => ({ id, ...say }))).toEqual([
    { id: 'first', standing: 'matches', decides: ['grace'], overruled: [] },
    { id: 'old', standing: 'ended', decides: [], overruled: [] },
    { id: 'second', standing: 'matches', decides: ['owner'], overruled: [{ aspect: 'grace', by: 'first' }] },
    { id: 'maybe', standing: 'unknown', decides: [], overruled: [] },
    { id: 'shipped-medium', standing: 'matches', decides: ['response'], overruled: [{ aspect: 'grace', by: 'first' }] },
  ])
})

describe('B-43: name patterns take time in proportion to their lengths', () => {
  it.each(['*a'.repeat(120), `${'*a'.repeat(60)}?${'*a'.repeat(60)}`, `${'?*'.repeat(120)}b`])('%s', (pattern) => {
    const started = performance.now()
    expect(namePattern(pattern)(`${'a'.repeat(100_000)}c`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it.each([
    ['?', 'a', true],
    ['?', '', false],
    ['a?c*', 'abcd', true],
    ['*?', 'x', true],
    ['?*?', 'x', false],
    ['web-?', 'web-10', false],
    ['*-?-web', 'a-b-c-web', true],
  ])('%s on "%s"', (pattern, text, expected) => {
    expect(namePattern(pattern)(text)).toBe(expected)
  })
})
