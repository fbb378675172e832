import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../model/instant.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import type { Config } from './config.ts'
import { parseConfig } from './parse-config.ts'

const compile: CompileCondition = (text) =>
  text === 'true' ? { test: () => true } : { problem: 'the condition is not CEL' }

const SMALL = `version: 1
clusters:
  - name: eu
sources:
  - name: shop
    path: deploy
`

function parsed(text: string, ...included: readonly string[]) {
  const others = included.map((other, at) => ({ path: `/etc/driftage/part-${at}.yaml`, text: other }))
  return parseConfig([{ path: '/etc/driftage/driftage.yaml', text }, ...others], compile)
}

function config(text: string, ...included: readonly string[]): Config {
  const result = parsed(text, ...included)
  if ('errors' in result) throw new Error(JSON.stringify(result.errors))
  return result.config
}

/** `CODE line:column message` of every error. */
function errors(text: string, ...included: readonly string[]): readonly string[] {
  const result = parsed(text, ...included)
  if ('config' in result) return []
  return result.errors.map(({ code, message, place }) => `${code} ${place?.replace('/etc/driftage/', '')} ${message}`)
}

describe('a configuration that says little', () => {
  it('a cluster and a source are enough; everything else has a default, and everything is off', () => {
    expect(config(SMALL)).toEqual({
      store: { kind: 'embedded', folder: '/etc/driftage/driftage-data' },
      listen: { address: '127.0.0.1', port: 8420, tokens: [], openMetrics: false, hosts: [] },
      clusters: [{ name: 'eu', access: { kind: 'kubeconfig' }, audit: undefined, oracle: false, secrets: false }],
      sources: [
        {
          name: 'shop',
          from: { kind: 'path', path: '/etc/driftage/deploy' },
          helm: undefined,
          clusters: ['eu'],
          namespace: 'default',
          deployer: undefined,
          owner: undefined,
          intervalMs: MINUTE,
          steps: undefined,
        },
      ],
      rules: [],
      calendars: [],
      response: {
        steps: [],
        dailyCaps: { notify: 100, revert: 20, 'pull-request': 10, ticket: 20, escalate: 20 },
        calendar: undefined,
        timeZone: 'UTC',
        breaker: { objects: 10, share: 0.2 },
        stalledAfterMs: DAY,
        baselineSpeaks: false,
      },
      environments: {
        production: { clusters: expect.arrayContaining(['prod-*']), namespaces: expect.arrayContaining(['prod']) },
        nonProduction: { clusters: expect.arrayContaining(['dev']), namespaces: expect.arrayContaining(['test']) },
        watched: [],
      },
      sourceBounds: { aspects: ['grace', 'owner'], maxGraceMs: 4 * HOUR, maxRules: 100 },
      owners: { teams: [], labels: [] },
      incidents: [],
      retention: { findingsMs: 400 * DAY, activityMs: 400 * DAY },
      webhooks: { secrets: [] },
    })
  })

  it('the order of rules is that of the files', () => {
    const rules = (id: string) => `rules:\n  - {id: ${id}, match: {}, owner: a}\n`
    expect(config(SMALL + rules('main'), rules('first'), rules('second')).rules.map(({ id }) => id)).toEqual([
      'main',
      'first',
      'second',
    ])
  })
})

describe('a configuration that says much', () => {
  const text = `version: 1
store: {postgres: env:DATABASE_URL}
listen:
  address: 0.0.0.0
  tokens:
    - {name: ci, token: file:/run/secrets/ci, may: write}
clusters:
  - name: eu
    kubeconfig: kube/eu
    context: eu-admin
    namespaces: [shop]
    audit: {token: env:AUDIT, file: audit.log}
    oracle: true
  - {name: here, inCluster: true, secrets: true}
sources:
  - name: shop
    git: {url: https://git.example.com/shop.git, ref: main, path: deploy}
    helm: {release: shop, values: [values.yaml], set: [a=b]}
    clusters: [eu]
    fetchInterval: 1m30s
    response: {steps: [notify, revert]}
  - {name: local, git: {url: ../repository}, clusters: [here]}
rules:
  - id: sales
    match: {kinds: [apps/Deployment], paths: [.spec.replicas], condition: 'true'}
    expected: true
    until: 2026-12-31
  - id: quick
    match: {}
    grace: 10m
    response: {notify: 10m, pullRequest: 4h, dailyCaps: {notify: 3}, mayRevertPeople: true}
calendars:
  - name: office
    timeZone: Europe/Berlin
    working: [{days: [mon, fri], from: "08:00", to: "17:30"}]
    holidays: [2026-12-25]
response: {steps: [ticket], calendar: office, breaker: {percent: 50}, stalledAfter: 2h, dailyCaps: {revert: 1}}
incidents:
  - {name: INC-7, from: 2026-11-04T10:00:00Z, until: 2026-11-04T14:00:00+01:00, scope: {namespaces: [shop*]}}
`

  it('is read in the words of the model', () => {
    const { store, listen, clusters, sources, rules, calendars, response, incidents } = config(text)
    expect(store).toEqual({ kind: 'postgres', url: { from: 'environment', name: 'DATABASE_URL' } })
    expect(listen.tokens).toEqual([{ name: 'ci', token: { from: 'file', path: '/run/secrets/ci' }, may: 'write' }])
    expect(clusters).toEqual([
      {
        name: 'eu',
        access: { kind: 'kubeconfig', file: '/etc/driftage/kube/eu', context: 'eu-admin' },
        namespaces: ['shop'],
        audit: { token: { from: 'environment', name: 'AUDIT' }, file: '/etc/driftage/audit.log' },
        oracle: true,
        secrets: false,
      },
      { name: 'here', access: { kind: 'in-cluster' }, audit: undefined, oracle: false, secrets: true },
    ])
    expect(sources[0]).toMatchObject({
      from: { kind: 'git', repository: 'https://git.example.com/shop.git', revision: 'main', folder: 'deploy' },
      helm: { release: 'shop', valuesFiles: ['/etc/driftage/values.yaml'], set: ['a=b'] },
      intervalMs: 90_000,
      steps: ['notify', 'revert'],
    })
    expect(sources[1]?.from).toEqual({ kind: 'git', repository: '/etc/repository', revision: 'HEAD', folder: '.' })
    expect(rules).toEqual([
      {
        id: 'sales',
        match: { kinds: ['apps/Deployment'], paths: ['.spec.replicas'], condition: 'true' },
        expected: true,
        until: '2026-12-31',
        from: 'central',
      },
      {
        id: 'quick',
        match: {},
        graceMs: 10 * MINUTE,
        response: {
          notifyAfterMs: 10 * MINUTE,
          pullRequestAfterMs: 4 * HOUR,
          dailyCaps: { notify: 3 },
          mayRevertPeople: true,
        },
        from: 'central',
      },
    ])
    expect(calendars).toEqual([
      {
        name: 'office',
        timeZone: 'Europe/Berlin',
        working: [{ days: [1, 5], from: 480, to: 1050 }],
        holidays: ['2026-12-25'],
      },
    ])
    expect(response).toMatchObject({
      steps: ['ticket'],
      calendar: 'office',
      breaker: { objects: 10, share: 0.5 },
      stalledAfterMs: 2 * HOUR,
      dailyCaps: { revert: 1, ticket: 20 },
    })
    expect(incidents).toEqual([
      {
        name: 'INC-7',
        from: Date.parse('2026-11-04T10:00:00Z'),
        until: Date.parse('2026-11-04T13:00:00Z'),
        scope: { namespaces: ['shop*'] },
      },
    ])
  })
})

const STAYS = 'A service that runs keeps the configuration that it has.'

describe('a configuration that is refused says file, line, column, why, and what to do', () => {
  it.each([
    [
      'an unknown key',
      `${SMALL}respons: {}\n`,
      `DRF1202 driftage.yaml:7:1 There is no key respons. Did you mean response? Here may stand calendars, clusters, environments, incidents, includes, listen, owners, response, retention, rules, sourceBounds, sources, store, version, webhooks. ${STAYS}`,
    ],
    [
      'an unknown key inside',
      SMALL.replace('path:', 'paht:').replace('name: shop', 'name: shop\n    path: x'),
      `DRF1202 driftage.yaml:7:5 There is no key sources[0].paht. Did you mean path? Here may stand clusters, deployer, fetchInterval, git, helm, name, namespace, owner, path, response. ${STAYS}`,
    ],
    [
      'a missing version',
      SMALL.replace('version: 1', ''),
      `DRF1204 driftage.yaml:2:1 version is missing; add it. ${STAYS}`,
    ],
    [
      'a missing name',
      SMALL.replace('name: eu', 'context: eu'),
      `DRF1204 driftage.yaml:3:5 clusters[0].name is missing; add it. ${STAYS}`,
    ],
    [
      'B-46: a negative interval',
      `${SMALL}    fetchInterval: -1\n`,
      `DRF1203 driftage.yaml:7:20 sources[0].fetchInterval: this is no duration; one is written 90s, 10m, 4h or 30d. ${STAYS}`,
    ],
    [
      'B-46: an interval like -1m',
      `${SMALL}    fetchInterval: -1m\n`,
      `DRF1203 driftage.yaml:7:20 sources[0].fetchInterval: this is no duration; one is written 90s, 10m, 4h or 30d; it may be from 5s to 2m. ${STAYS}`,
    ],
    [
      'B-46: an interval without end',
      `${SMALL}    fetchInterval: 1e99h\n`,
      `DRF1203 driftage.yaml:7:20 sources[0].fetchInterval: this is no duration; one is written 90s, 10m, 4h or 30d; it may be from 5s to 2m. ${STAYS}`,
    ],
    [
      'an interval out of bounds',
      `${SMALL}    fetchInterval: 999999h\n`,
      `DRF1203 driftage.yaml:7:20 sources[0].fetchInterval: this is out of bounds; it may be from 5s to 2m. ${STAYS}`,
    ],
    [
      'a choice',
      `${SMALL}response: {steps: [notfy]}\n`,
      `DRF1203 driftage.yaml:7:20 response.steps[0]: this must be one of notify, revert, pull-request, ticket, escalate. ${STAYS}`,
    ],
    [
      'a port',
      `${SMALL}listen: {port: 70000}\n`,
      `DRF1203 driftage.yaml:7:16 listen.port: this must be at most 65535. ${STAYS}`,
    ],
    [
      'an unknown zone',
      `${SMALL}response: {timeZone: Mars/Olympus}\n`,
      `DRF1203 driftage.yaml:7:22 response.timeZone: there is no such time zone; they are named like Europe/Berlin. ${STAYS}`,
    ],
    [
      'a date that there is not',
      `${SMALL}rules: [{id: a, match: {}, owner: x, until: 2026-02-30}]\n`,
      `DRF1203 driftage.yaml:7:45 rules[0].until: there is no such time. ${STAYS}`,
    ],
    [
      'two places of one source',
      `${SMALL}    git: {url: https://a.example/b}\n`,
      `DRF1203 driftage.yaml:5:5 sources[0]: a source needs either git or path. ${STAYS}`,
    ],
    [
      'a rule that sets nothing',
      `${SMALL}rules: [{id: a, match: {}}]\n`,
      `DRF1203 driftage.yaml:7:9 rules[0]: a rule sets at least one of expected, severity, grace, owner and response. ${STAYS}`,
    ],
    [
      'a path that is none',
      `${SMALL}rules: [{id: a, match: {paths: [spec]}, owner: x}]\n`,
      `DRF1210 driftage.yaml:7:33 rules[0].match.paths[0]: this is no path pattern; a path is written like .spec.template.spec.containers[name="web"].image. ${STAYS}`,
    ],
    [
      'a condition that is none',
      `${SMALL}rules: [{id: a, match: {condition: 'live >'}, owner: x}]\n`,
      `DRF1210 driftage.yaml:7:36 rules[0].match.condition: the condition is not CEL. ${STAYS}`,
    ],
    [
      'a name twice',
      `${SMALL}rules: [{id: a, match: {}, owner: x}, {id: a, match: {}, owner: y}]\n`,
      `DRF1206 driftage.yaml:7:44 rules[1].id: another of the rules is called a, too; rename one. ${STAYS}`,
    ],
    [
      'the name of a shipped rule',
      `${SMALL}rules: [{id: shipped-high, match: {}, owner: x}]\n`,
      `DRF1206 driftage.yaml:7:14 rules[0].id: another of the rules is called shipped-high, too; rename one. ${STAYS}`,
    ],
    [
      'a cluster that there is not',
      `${SMALL}    clusters: [ue]\n`,
      `DRF1207 driftage.yaml:7:16 sources[0].clusters[0]: there is no cluster called ue. Did you mean eu? ${STAYS}`,
    ],
    [
      'a calendar that there is not',
      `${SMALL}response: {calendar: office}\n`,
      `DRF1207 driftage.yaml:7:22 response.calendar: there is no calendar called office. ${STAYS}`,
    ],
    [
      'a team that there is not',
      `${SMALL}    owner: shp\nowners: {teams: [{name: shop}]}\n`,
      `DRF1207 driftage.yaml:7:12 sources[0].owner: there is no team called shp. Did you mean shop? ${STAYS}`,
    ],
    [
      'a source for one of several',
      SMALL.replace('- name: eu', '- name: eu\n  - name: us'),
      `DRF1204 driftage.yaml:6:5 sources[0]: there are several clusters, so the source has to name those that it is for. ${STAYS}`,
    ],
  ])('%s', (_what, text, expected) => {
    expect(errors(text)).toEqual([expected])
  })

  it('without anything there is nothing to compare', () => {
    expect(errors('version: 1\n').map((error) => error.slice(0, 7))).toEqual(['DRF1212', 'DRF1212'])
    expect(errors('')).toHaveLength(1)
  })

  it('all errors are told at once, each in its file', () => {
    const found = errors(`${SMALL}nope: 1\n`, 'rules: [{id: a}]\nlisten: {}\n')
    expect(found.map((error) => error.split(' ').slice(0, 2).join(' '))).toEqual([
      'DRF1202 driftage.yaml:7:1',
      'DRF1204 part-0.yaml:1:9',
      'DRF1202 part-0.yaml:2:1',
    ])
  })
})

describe('secrets', () => {
  const token = 'hunter2-hunter2-hunter2-hunter2-hunter2'

  it.each([
    ['a token', `${SMALL}listen: {tokens: [{name: ci, token: ${token}}]}\n`],
    ['a database', `${SMALL}store: {postgres: 'postgres://user:${token}@db/driftage'}\n`],
    ['an audit token', SMALL.replace('name: eu', `name: eu\n    audit: {token: ${token}}`)],
    ['a repository', SMALL.replace('path: deploy', `git: {url: 'https://user:${token}@git.example.com/a.git'}`)],
    ['a token as user', SMALL.replace('path: deploy', `git: {url: 'https://${token}@git.example.com/a.git'}`)],
  ])('%s that is written out is refused, and not repeated', (_what, text) => {
    const found = errors(text)
    expect(found.map((error) => error.slice(0, 7))).toEqual(['DRF1205'])
    expect(found.join()).not.toContain('hunter2')
  })

  it('no message repeats a value, wherever it stands', () => {
    const places = [
      'listen: {port: X}',
      'listen: X',
      'response: {steps: [X]}',
      'rules: [{id: "X y", match: {}}]',
      'store: {folder: [X]}',
      'a: &b X\nc: *d',
      '"X',
      'owners: {labels: X}',
      'rules: [{id: a, match: {condition: "X", paths: ["X"]}, owner: a, until: X, grace: X}]',
    ]
    for (const place of places)
      expect(errors(`${SMALL}${place.replaceAll('X', token)}\n`).join()).not.toContain('hunter2')
  })
})

describe('B-46: hostile YAML ends in one error', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'
      .split('')
      .map((name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at]}`).join(',')}]`),
  ].join('\n')

  it.each([
    ['an alias bomb', bomb],
    ['brackets without end', '['.repeat(100_000)],
    ['lists in lists', '- '.repeat(50_000)],
    ['two documents', 'version: 1\n---\nversion: 1\n'],
    ['the same key twice', 'version: 1\nversion: 1\n'],
    ['a tab', 'version: 1\nlisten:\n\tport: 1\n'],
    ['an unknown tag', 'version: !!js/function 1\n'],
    ['an alias to itself', 'rules: &a [*a]\n'],
    ['a file of 2 MB', `version: 1\n#${'x'.repeat(2_000_000)}`],
  ])('%s', (_what, text) => {
    const started = performance.now()
    const found = errors(text)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^DRF12(01|09) driftage\.yaml/)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it.each(['__proto__: {polluted: true}', 'constructor: {}', '[a, b]: c', 'just text', '- a', '42'])('%s', (text) => {
    expect(errors(`${text}\n`).length).toBeGreaterThan(0)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
