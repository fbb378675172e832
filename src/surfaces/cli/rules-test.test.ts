import { describe, expect, it } from 'vitest'
import { HOUR } from '../../model/instant.ts'
import type { ReplayedFinding, RulesReplay } from '../../model/rules-replay.ts'
import { hasUnsafe } from '../../model/visible-text.ts'
import { NOW } from '../sample-records.ts'
import { ledgerSession } from './ledger-session.ts'
import { sampleReport } from './views/sample-report.ts'

const [drift] = sampleReport().findings
const object = { cluster: 'prod-eu', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }

const expected: ReplayedFinding = {
  id: 'id-replicas-0123456789',
  object,
  path: '.spec.replicas',
  changes: ['expected', 'state', 'decision'],
  before: {
    expected: null,
    severity: 'medium',
    state: 'settling',
    owner: null,
    decision: {
      reason: 'within-grace',
      due: null,
      next: { step: 'open', at: NOW + HOUR },
      rules: { grace: 'shipped-medium' },
      text: 'opens',
    },
  },
  after: {
    expected: 'scaled-by-hand',
    severity: 'medium',
    state: 'resolved',
    owner: null,
    decision: { reason: 'expected', due: null, next: null, rules: { expected: 'scaled-by-hand' }, text: 'expected' },
  },
  untold: [],
}

const untold: ReplayedFinding = {
  ...expected,
  id: 'id-image',
  path: '.spec.template.spec.containers[name="web"].image',
  changes: [],
  after: { severity: 'medium', owner: null },
  untold: [
    { part: 'expected', because: [{ fact: 'labels', rules: ['sale'] }] },
    { part: 'state', because: [{ fact: 'labels', rules: ['sale'] }] },
  ],
}

const rules: RulesReplay['rules'] = [
  { rule: 'scaled-by-hand', from: 'central', before: 0, after: 1, untold: 0, standing: 'hits' },
  { rule: 'sale', from: 'central', before: 0, after: 0, untold: 1, standing: 'hits' },
  { rule: 'elsewhere', from: 'central', before: 0, after: 0, untold: 0, standing: 'nothing' },
  { rule: 'old', from: 'gone', before: 2, after: 0, untold: 0, standing: 'nothing' },
]

function session(items: readonly ReplayedFinding[], changes: Partial<RulesReplay> = {}) {
  const replay = { now: NOW, comparedWith: 'recorded', findings: 9, recordedOtherwise: 0, items, rules } as const
  return ledgerSession({}, { testRules: async () => ({ ...replay, ...changes }) })
}

describe('rules test', () => {
  it.each([
    ['nothing would change', [], 0],
    ['something would change', [expected], 1],
    ['something cannot be told, whatever else would change', [expected, untold], 2],
  ] as const)('%s', async (_what, items, code) => {
    expect((await session(items).run('rules', 'test')).code).toBe(code)
  })

  it('says per finding what would change and what cannot be told, and per rule what it decides', async () => {
    const { out } = await session([expected, untold]).run('rules', 'test', 'new.yaml')
    expect(out.slice(out.indexOf('\n') + 2)).toBe(`prod-eu/apps/Deployment/shop/web  .spec.replicas  id-replicas-
  expected  no -> by scaled-by-hand
  state     settling -> resolved
  next      opens 2026-03-01T13:00Z (within-grace) -> expected

prod-eu/apps/Deployment/shop/web  .spec.template.spec.containers[name="web"].image  id-image
  expected  no -> (cannot be told)
  state     settling -> (cannot be told)
  expected and state cannot be told without what is not recorded: the labels of the object (sale)

RULE            FROM     NOW  THEN  CANNOT BE TOLD
scaled-by-hand  central  0    1
sale            central  0    0     1
elsewhere       central  0    0                     hits nothing
old                      2    0                     not in this configuration

Rules of new.yaml, compared with what is recorded: of 9 recorded findings, 1 would change and 1 cannot be told in full.
Rules that sources say in their own repositories are not read here.
Severities are compared as if the environments in force were those of this configuration; with the configuration in force as well, both are asked.
`)
  })

  it('tells where the configuration in force is not what the record was made under', async () => {
    const { out } = await session([], { comparedWith: 'rules', recordedOtherwise: 2 }).run(
      ...'rules test new.yaml --config live.yaml'.split(' '),
    )
    expect(out).toContain('compared with live.yaml: nothing would change about 9 recorded findings.')
    expect(out).toContain('Of 2 findings the record says something else than the configuration in force does.')
  })

  it('is the same in JSON, and what cannot be told is absent there', async () => {
    const { out } = await session([untold]).run('rules', 'test', '-o', 'json')
    expect(JSON.parse(out)).toMatchObject({
      time: '2026-03-01T12:00:00.000Z',
      rulesOf: 'driftage.yaml',
      comparedWith: 'recorded',
      findings: 9,
      changed: 0,
      untold: 1,
      items: [
        {
          reference: 'prod-eu/apps/Deployment/shop/web',
          before: { expected: null, decision: { next: { step: 'open', at: '2026-03-01T13:00:00.000Z' } } },
          after: { severity: 'medium', owner: null },
          untold: untold.untold,
        },
      ],
      rules,
    })
  })

  it.each(['table', 'json', 'yaml', 'markdown'])('no name rewrites the terminal in %s (B-60)', async (format) => {
    const hostile = 'a\u001b[2J|`x`\u202e'
    const item = {
      ...expected,
      object: { ...object, name: hostile },
      path: drift?.path ?? '',
      after: { owner: hostile },
    }
    const { out } = await session([{ ...item, changes: ['owner'] }], {
      rules: [{ ...(rules[0] as RulesReplay['rules'][number]), rule: hostile }],
    }).run('rules', 'test', '-o', format)
    expect(out.length).toBeGreaterThan(100)
    expect(hasUnsafe(out.replaceAll('\n', ''))).toBe(false)
  })

  it('closes the ledger', async () => {
    const asked = session([expected])
    await asked.run('rules', 'test')
    expect(asked.stillOpen()).toBe(0)
  })
})

it('rules as a Markdown table', async () => {
  expect((await ledgerSession().run('rules', '-o', 'markdown')).out).toBe(`| RULE | FIELDS | OBJECTS | SINCE |
| --- | --- | --- | --- |
| \`MUT-HPA-001\` | \`12\` | \`9\` | \`2026-01-30T12:00:00.000Z\` |
| \`shop-expected\` | \`1\` | \`1\` | \`2026-03-01T11:00:00.000Z\` |

13 fields explained by 2 rules.
`)
})
