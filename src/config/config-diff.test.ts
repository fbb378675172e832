import { describe, expect, it } from 'vitest'
import type { Config } from './config.ts'
import { configDiff } from './config-diff.ts'
import { configFromFlags } from './config-from-flags.ts'
import { decidePolicy } from './decide-policy.ts'

const FLAGS = { paths: ['/srv/shop', '/other/shop'], cluster: 'eu', folder: '/var/lib/driftage' }
const BASE = configFromFlags(FLAGS)
const NOTHING = { added: [], removed: [], changed: [] }
const SAME = {
  clusters: NOTHING,
  sources: NOTHING,
  rules: NOTHING,
  rulesChanged: false,
  decisionsChanged: false,
  tokensChanged: false,
  needsRestart: [],
}

function changed(changes: Partial<Config>) {
  return configDiff(BASE, { ...structuredClone(BASE), ...changes })
}

describe('flags say the same as a small file', () => {
  it('sources are told apart by name', () => {
    expect(BASE.sources.map(({ name, from, clusters }) => ({ name, from, clusters }))).toEqual([
      { name: 'shop', from: { kind: 'path', path: '/srv/shop' }, clusters: ['eu'] },
      { name: 'shop-2', from: { kind: 'path', path: '/other/shop' }, clusters: ['eu'] },
    ])
    expect(BASE.response.steps).toEqual([])
  })

  it('a repository is named after its folder, else after itself', () => {
    const names = ['.', 'deploy/prod'].map((path) => {
      const git = [{ url: 'https://git.example.com/team/shop.git', path }]
      return configFromFlags({ ...FLAGS, paths: [], git }).sources[0]?.name
    })
    expect(names).toEqual(['shop', 'prod'])
  })

  it('without any source there is nothing to watch', () => {
    expect(() => configFromFlags({ ...FLAGS, paths: [] })).toThrow(/There is no source/)
  })
})

describe('a new configuration touches only what it changes', () => {
  it('the same says nothing', () => {
    expect(changed({})).toEqual(SAME)
  })

  it('sources that come, go and change; the others go on', () => {
    const [first, second] = BASE.sources
    if (first === undefined || second === undefined) throw new Error('two sources')
    const sources = [
      { ...first, namespace: 'shop' },
      { ...second, name: 'pay' },
    ]
    expect(changed({ sources })).toEqual({
      ...SAME,
      sources: { added: ['pay'], removed: ['shop-2'], changed: ['shop'] },
    })
  })

  it('another order of rules is a change of the rules and of none of them', () => {
    const rules = ['a', 'b'].map((id) => ({ id, match: {}, owner: id, from: 'central' as const }))
    const diff = configDiff({ ...BASE, rules }, { ...BASE, rules: rules.toReversed() })
    expect(diff).toEqual({ ...SAME, rulesChanged: true })
  })

  it('steps, incidents, tokens and the store have different consequences', () => {
    expect(changed({ response: { ...BASE.response, steps: ['notify'] } })).toEqual({ ...SAME, decisionsChanged: true })
    const token = { name: 'ci', token: { from: 'environment', name: 'T' }, may: 'read' } as const
    expect(changed({ listen: { ...BASE.listen, tokens: [token] } })).toEqual({ ...SAME, tokensChanged: true })
    expect(changed({ listen: { ...BASE.listen, port: 1 }, store: { kind: 'embedded', folder: '/x' } })).toEqual({
      ...SAME,
      needsRestart: ['store', 'listen'],
    })
  })
})

it('a step needs the yes of every source that holds the object', () => {
  const [first, second] = BASE.sources
  if (first === undefined || second === undefined) throw new Error('two sources')
  const config: Config = {
    ...BASE,
    response: { ...BASE.response, steps: ['notify', 'ticket'] },
    sources: [{ ...first, steps: ['notify', 'revert'] }, second],
  }
  const enabled = (...sources: readonly string[]) => decidePolicy(config, sources).enabled
  expect(enabled('shop')).toEqual(['notify', 'revert'])
  expect(enabled('shop-2')).toEqual(['notify', 'ticket'])
  expect(enabled('shop', 'shop-2')).toEqual(['notify'])
  expect(enabled('shop', 'gone')).toEqual([])
  expect(enabled()).toEqual([])
})
