import { describe, expect, it, vi } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { DriftageError } from '../../errors/driftage-error.ts'
import { DAY, MINUTE, SECOND } from '../../model/instant.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import type { ClusterState } from '../../model/source-state.ts'
import { hasUnsafe } from '../../model/visible-text.ts'
import { findingPage } from '../api/contract/finding.ts'
import { sampleLedger } from '../sample-ledger.ts'
import { NOW } from '../sample-records.ts'
import { ledgerSession } from './ledger-session.ts'
import { CANARY } from './views/sample-report.ts'

describe('what people read', () => {
  it('status', async () => {
    expect(await ledgerSession().run(...'status'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

Open drift: 1 critical, 2 high, 2 medium, 1 low; the oldest for at least 2d2h.
Also: 1 settling, 1 acknowledged, 2 pending in Git.

CLUSTER  STATE        CHECKED  OBJECTS  KUBERNETES
edge-3   unreachable  41m ago  142      v1.36.3
prod-eu  live         20s ago  142      v1.36.3
prod-us  live         1m ago   142      v1.36.3

SOURCE  CLUSTER  REVISION  FETCHED  OBJECTS  STATE
shop    prod-eu  4f2c1d98  1m ago   142      fresh
edge    edge-3   -         never    0        held for 2h (shrunk), failing for 3h (DRF2101), first pass

Not checked, or not fresh:
  prod-eu kind example.dev/v1/Till: forbidden, for 5d
  source edge waits for a confirmation: It held 120 objects and now holds 2.
  source edge keeps its last good state: The chart failed: values.yaml is missing.
`,
    })
  })

  it('list --severity critical,high,medium --limit 5', async () => {
    expect(await ledgerSession().run(...'list --severity critical,high,medium --limit 5'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

SEVERITY  CLUSTER  OBJECT               FIELD                                              GIT SAYS -> CLUSTER RUNS             AGE, AT LEAST  BY                                           NEXT                              ID
CRITICAL  prod-eu  Deployment/shop/web  containers[name="web"].securityContext.privileged  (nothing) -> true                    2h             cannot tell who (a removal leaves no trace)  acknowledged by person-7          id-privilege
HIGH      prod-eu  Secret/shop/db       password                                           (masked) -> (masked, another value)  2d2h           cannot tell who (a removal leaves no trace)  not checked for 1h (unreachable)  id-secret
HIGH      prod-eu  ClusterRole/reader   (object)                                           the object -> (missing)              2h             cannot tell who (a removal leaves no trace)                                    id-missing
MEDIUM    prod-eu  Deployment/shop/web  replicas                                           3 -> 5                               3h12m          kubectl-edit (possible)                      revert in 12m                     id-replicas
MEDIUM    prod-eu  Shop/shop/main       serial                                             9007199254740993 -> (nothing)        2h             cannot tell who (a removal leaves no trace)                                    id-bigint

5 findings.
`,
    })
  })

  it('list --severity critical,high,medium --limit 4', async () => {
    expect(await ledgerSession().run(...'list --severity critical,high,medium --limit 4'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

SEVERITY  CLUSTER  OBJECT               FIELD                                              GIT SAYS -> CLUSTER RUNS             AGE, AT LEAST  BY                                           NEXT                              ID
CRITICAL  prod-eu  Deployment/shop/web  containers[name="web"].securityContext.privileged  (nothing) -> true                    2h             cannot tell who (a removal leaves no trace)  acknowledged by person-7          id-privilege
HIGH      prod-eu  Secret/shop/db       password                                           (masked) -> (masked, another value)  2d2h           cannot tell who (a removal leaves no trace)  not checked for 1h (unreachable)  id-secret
HIGH      prod-eu  ClusterRole/reader   (object)                                           the object -> (missing)              2h             cannot tell who (a removal leaves no trace)                                    id-missing
MEDIUM    prod-eu  Deployment/shop/web  replicas                                           3 -> 5                               3h12m          kubectl-edit (possible)                      revert in 12m                     id-replicas

4 findings and more; --limit shows more.
`,
    })
  })

  it('list --name nothing', async () => {
    expect(await ledgerSession().run(...'list --name nothing'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

No finding matches.
`,
    })
  })

  it('list --state resolved', async () => {
    expect(await ledgerSession().run(...'list --state resolved'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

SEVERITY  CLUSTER  OBJECT               FIELD    GIT SAYS -> CLUSTER RUNS        AGE, AT LEAST  BY                                           NEXT                ID
MEDIUM    prod-eu  Deployment/shop/web  replica  "3" -> (dropped by the server)  23h            cannot tell who (a removal leaves no trace)  resolved: reverted  id-typo

1 finding.
`,
    })
  })

  it('list --standing pending', async () => {
    expect(await ledgerSession().run(...'list --standing pending'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `2 of 3 clusters checked < 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).

SEVERITY  CLUSTER  OBJECT               FIELD            GIT SAYS -> CLUSTER RUNS             AGE, AT LEAST  BY                                           NEXT                        ID
MEDIUM    prod-eu  Deployment/shop/web  minReadySeconds  10 -> 0                              2h             cannot tell who (a removal leaves no trace)  Git moved, not arrived yet  id-pending
MEDIUM    prod-eu  Deployment/shop/web  token            (masked) -> (masked, another value)  2h             cannot tell who (a removal leaves no trace)  Git moved, not arrived yet  id-pending-s

2 findings.
`,
    })
  })

  it('list --severity medium -o markdown', async () => {
    expect(await ledgerSession().run(...'list --severity medium -o markdown'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: '2 of 3 clusters checked &#60; 2 min ago; edge-3 not checked for 41m (unreachable); 1 kind of prod-eu not checked (forbidden).\n\n| SEVERITY | CLUSTER | OBJECT | FIELD | GIT SAYS -> CLUSTER RUNS | AGE, AT LEAST | BY | NEXT | ID |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n| `MEDIUM` | `prod-eu` | `Deployment/shop/web` | `replicas` | `3 -> 5` | `3h12m` | `kubectl-edit (possible)` | `revert in 12m` | `id-replicas` |\n| `MEDIUM` | `prod-eu` | `Shop/shop/main` | `serial` | `9007199254740993 -> (nothing)` | `2h` | `cannot tell who (a removal leaves no trace)` |  | `id-bigint` |\n\n2 findings.\n',
    })
  })

  it('show id-rep', async () => {
    expect(await ledgerSession().run(...'show id-rep'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `MEDIUM  prod-eu/apps/Deployment/shop/web  .spec.replicas
  Git says      3
  cluster runs  5
  note          equals 4f2c1d, 3 commits ago
  kind          modified, by rule DRF-OPS-001
  state         open, drift, since 2026-03-01T10:00:00.000Z, 2 times before
  handling      nobody has looked at it
  age           at least 3h12m (there at 2026-03-01T08:48:00.000Z, not before 2026-02-28T12:00:00.000Z)
  by            kubectl-edit (person, possible)
  evidence      managedFields, no-audit
  last agreed   by last-applied at 4f2c1d98: 3
  seen by       Argo CD: yes, Flux: unknown
  in Git        shop@4f2c1d98 deploy/web.yaml:12
  owner         shop
  assigned to   nobody
  next          revert in 12m
  decided       revert in 12m (waiting, by rule shop-response)
  confirmed     2026-03-01T11:59:30.000Z
  cause         cause-id-replicas
  id            id-replicas
`,
    })
  })

  it('show id-secret', async () => {
    expect(await ledgerSession().run(...'show id-secret'.split(' '))).toEqual({
      code: 2,
      err: '',
      out: `HIGH  prod-eu/-/Secret/shop/db  .data.password
  Git says      (masked)
  cluster runs  (masked, another value)
  kind          modified, by rule DRF-SEC-020
  state         open, drift, since 2026-03-01T10:00:00.000Z
  handling      nobody has looked at it
  age           at least 2d2h (there at 2026-02-27T10:00:00.000Z)
  by            cannot tell who (a removal leaves no trace)
  evidence      none, no-trace
  last agreed   by agreed: (masked)
  seen by       Argo CD: yes, Flux: unknown
  in Git        shop@4f2c1d98 deploy/web.yaml:12
  owner         nobody
  assigned to   nobody
  next          not checked for 1h (unreachable)
  confirmed     2026-03-01T11:59:30.000Z
  cause         cause-id-secret
  id            id-secret
`,
    })
  })

  it('history id-replicas', async () => {
    expect(await ledgerSession().run(...'history id-replicas'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `prod-eu/apps/Deployment/shop/web  .spec.replicas

Differed:
  from 2026-02-09T12:00:00.000Z  to 2026-02-10T12:00:00.000Z  lasted 1d     reverted
  from 2026-02-20T12:00:00.000Z  to 2026-02-20T13:30:00.000Z  lasted 1h30m  backported  3 short agreements
  from 2026-03-01T10:00:00.000Z  lasts                        for 2h

Decided:
  2026-03-01T11:00:00.000Z  revert in 12m  waiting

Undone:
  2026-03-01T10:00:01.200Z  7 by alice with kubectl-edit (certain) lived 1.2s, put back to 3 by argocd-controller (likely), 4 times so far

Happened:
  2026-03-01T08:48:00.000Z  finding-opened  finding id-replicas  watch (system, watch)
`,
    })
  })

  it('history id-bigint', async () => {
    expect(await ledgerSession().run(...'history id-bigint'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `prod-eu/example.dev/Shop/shop/main  .spec.serial

Nothing more is recorded of it.
`,
    })
  })

  it('overwritten', async () => {
    expect(await ledgerSession().run(...'overwritten'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `UNDONE                    OBJECT                            FIELD           SET TO -> PUT BACK    LIVED  BY                                           UNDONE BY                                    TIMES
2026-03-01T10:00:01.200Z  prod-eu/apps/Deployment/shop/web  .spec.replicas  7 -> 3                1.2s   alice with kubectl-edit (certain)            argocd-controller (likely)                   4
2026-03-01T11:00:00.000Z  prod-eu/-/Secret/shop/db          .data.password  (masked) -> (masked)  23h    cannot tell who (a removal leaves no trace)  cannot tell who (a removal leaves no trace)  1
`,
    })
  })

  it('fights', async () => {
    expect(await ledgerSession().run(...'fights'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `OBJECT                            FIELD           BETWEEN                     PACE                TIMES     SINCE                     LAST
prod-eu/apps/Deployment/shop/web  .spec.replicas  argocd-controller and keda  fast, 6.5 a minute  41 times  2026-03-01T11:00:00.000Z  10s ago
`,
    })
  })

  it('activity', async () => {
    expect(await ledgerSession().run(...'activity'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `#  TIME                      WHAT            ABOUT                  BY                      DETAIL
3  2026-03-01T11:00:00.000Z  acknowledged    finding id-privileged  person-7 (person, cli)
2  2026-03-01T11:00:00.000Z  etcd-restored   cluster edge-3         watch (system, watch)   {"revision":9007199254740993}
1  2026-03-01T08:48:00.000Z  finding-opened  finding id-replicas    watch (system, watch)
`,
    })
  })

  it('rules', async () => {
    expect(await ledgerSession().run(...'rules'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `RULE           FIELDS  OBJECTS  SINCE
MUT-HPA-001    12      9        2026-01-30T12:00:00.000Z
shop-expected  1       1        2026-03-01T11:00:00.000Z

13 fields explained by 2 rules.
`,
    })
  })

  it('ack id-replicas id-big', async () => {
    expect(await ledgerSession().run(...'ack id-replicas id-big'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `Acknowledged: prod-eu/apps/Deployment/shop/web .spec.replicas
Acknowledged: prod-eu/example.dev/Shop/shop/main .spec.serial
`,
    })
  })

  it('accept id-replicas --until 14d --reason x', async () => {
    expect(await ledgerSession().run(...'accept id-replicas --until 14d --reason x'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `Kept on purpose until 2026-03-15T12:00:00.000Z: prod-eu/apps/Deployment/shop/web .spec.replicas
`,
    })
  })

  it('assign id-replicas --to team', async () => {
    expect(await ledgerSession().run(...'assign id-replicas --to team'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `Assigned to team: prod-eu/apps/Deployment/shop/web .spec.replicas
`,
    })
  })

  it('assign id-replicas --to-nobody', async () => {
    expect(await ledgerSession().run(...'assign id-replicas --to-nobody'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `Assigned to nobody: prod-eu/apps/Deployment/shop/web .spec.replicas
`,
    })
  })

  it('reopen id-privileged', async () => {
    expect(await ledgerSession().run(...'reopen id-privileged'.split(' '))).toEqual({
      code: 0,
      err: '',
      out: `Open again: prod-eu/apps/Deployment/shop/web .spec.template.spec.containers[name="web"].securityContext.privileged
`,
    })
  })
})

describe('freshness comes first, and is not claimed', () => {
  const live = { version: 'v1.36.3', state: 'live', since: NOW - DAY, objects: 142, notChecked: [] } as const
  const fresh: readonly ClusterState[] = ['prod-eu', 'prod-us'].map((name) => ({
    ...live,
    name,
    knownUntil: NOW - 30 * SECOND,
  }))
  const edge: ClusterState = { ...live, name: 'edge-3', state: 'unreachable', knownUntil: NOW - 41 * MINUTE }
  const status = async (clusters: readonly ClusterState[]) => {
    const { reads } = sampleLedger()
    const session = ledgerSession({ reads: { ...reads, clusters: async () => clusters, sources: async () => [] } })
    const { code, out } = await session.run('status')
    return [code, out.split('\n')[0]]
  }

  it.each<[string, readonly ClusterState[], number, string]>([
    ['all', fresh, 0, 'All 2 clusters checked < 2 min ago.'],
    ['one', fresh.slice(0, 1), 0, '1 cluster checked < 2 min ago.'],
    ['none', [], 2, 'No cluster was checked yet.'],
    [
      'one that hangs',
      [{ ...live, name: 'prod-eu', knownUntil: NOW - 3 * MINUTE }],
      2,
      '0 of 1 clusters checked < 2 min ago; prod-eu not checked for 3m.',
    ],
    [
      'one that starts',
      [...fresh, { ...edge, state: 'starting', knownUntil: null }],
      2,
      '2 of 3 clusters checked < 2 min ago; edge-3 not checked yet (starting).',
    ],
    [
      'many',
      Array.from({ length: 8 }, (_, at) => ({ ...edge, name: `edge-${at}` })),
      2,
      `0 of 8 clusters checked < 2 min ago; ${Array.from({ length: 5 }, (_, at) => `edge-${at} not checked for 41m (unreachable)`).join('; ')}; and 3 more.`,
    ],
  ])('%s', async (_, clusters, code, sentence) => {
    expect(await status(clusters)).toEqual([code, sentence])
  })
})

describe('what programs read', () => {
  it('is what the API gives, in every format', async () => {
    const session = ledgerSession()
    const json = parseLossless((await session.run('list', '-o', 'json')).out) as { items: readonly { id: string }[] }
    expect(findingPage.parse(json).items.map(({ id }) => id)).toHaveLength(7)
    const yaml = parseYaml((await session.run('list', '-o', 'yaml')).out, { intAsBigInt: true }) as {
      items: { desired?: unknown }[]
    }
    expect(yaml.items.map(({ desired }) => desired)).toContain(9007199254740993n)
    const lines = (await session.run('list', '-o', 'jsonl')).out.trimEnd().split('\n')
    expect(lines.map((line) => parseLossless(line))).toEqual(json.items)
    for (const words of [
      'status',
      'show id-replicas',
      'history id-replicas',
      'overwritten',
      'fights',
      'activity',
      'rules',
      'ack id-replicas',
    ]) {
      const { out } = await session.run(...words.split(' '), '-o', 'json')
      expect([words, Object.keys(JSON.parse(out) as object).length > 0]).toEqual([words, true])
    }
  })
})

describe('no view', () => {
  const VIEWS = [
    ...['table', 'wide', 'json', 'yaml', 'jsonl', 'markdown'].map(
      (format) => `list --state settling,open,resolved -o ${format}`,
    ),
    ...[
      'status',
      'show id-secret',
      'show id-hostile',
      'history id-secret',
      'overwritten',
      'fights --ended',
      'activity',
      'rules',
    ].flatMap((words) => ['table', 'json', 'yaml'].map((format) => `${words} -o ${format}`)),
  ]

  it.each(VIEWS)('lets a name rewrite the terminal (B-60), or shows a secret: %s', async (words) => {
    const { out } = await ledgerSession().run(...words.split(' '))
    expect(out.length).toBeGreaterThan(20)
    expect(hasUnsafe(out.replaceAll('\n', ''))).toBe(false)
    expect(out).not.toContain(CANARY)
  })
})

describe('commands', () => {
  it('change nothing where one of the ids is wrong', async () => {
    const session = ledgerSession()
    expect(await session.run('ack', 'id-replicas', 'nothing')).toEqual({
      code: 2,
      out: '',
      err: 'error: DRF5101 No finding, or more than one, has an id that begins with "nothing". driftage list shows the ids. Nothing was changed.\n',
    })
    expect((await session.ledger.reads.finding('id-replicas'))?.handling.kind).toBe('none')
    expect(session.stillOpen()).toBe(0)
  })

  it.each([
    [
      'deployed --source shop --revision 4f2c1d',
      'Rolled out: shop at 4f2c1d\n',
      { deployed: 'shop', revision: '4f2c1d' },
    ],
    ['confirm shop', 'Confirmed: shop\n', { confirm: 'shop' }],
    [
      'recheck prod-eu/-/Secret/shop/db',
      'Rechecked: prod-eu/-/Secret/shop/db\n',
      { recheck: 'prod-eu/-/Secret/shop/db' },
    ],
  ])('tell a service: %s', async (words, out, asked) => {
    const session = ledgerSession()
    expect(await session.run(...words.split(' '))).toEqual({ code: 0, out, err: '' })
    expect(session.ledger.asked).toMatchObject([asked])
  })

  it('say in the record who asked, and through what', async () => {
    const session = ledgerSession()
    await session.run('accept', 'id-replicas', '--until', '2026-04-01', '--reason', 'load test, INC-7')
    expect((await session.ledger.reads.finding('id-replicas'))?.handling).toMatchObject({
      until: Date.UTC(2026, 3, 2),
      reason: 'load test, INC-7',
    })
    const { items } = await session.ledger.reads.activity({ limit: 1 })
    expect(items[0]).toMatchObject({ kind: 'accepted', actor: { id: 'person-1' }, surface: 'cli' })
  })

  it('pass on whose ledger to ask', async () => {
    const session = ledgerSession()
    await session.run('rules', '--server', 'https://driftage.example', '--token-file', 'token')
    await session.run('rules', '--data', '/var/lib/driftage')
    expect(session.opened).toEqual([
      { server: 'https://driftage.example', token: { from: 'file', file: 'token' } },
      { data: '/var/lib/driftage' },
    ])
  })

  it('close the ledger also where it fails', async () => {
    const { reads } = sampleLedger()
    const ruleHits = () => Promise.reject(new DriftageError('DRF6051', 'The service cannot be reached.'))
    let closed = 0
    const session = ledgerSession({ reads: { ...reads, ruleHits }, close: async () => void (closed += 1) })
    expect(await session.run('rules')).toMatchObject({
      code: 2,
      err: 'error: DRF6051 The service cannot be reached.\n',
    })
    expect(closed).toBe(1)
  })
})

describe('list --watch', () => {
  const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 })

  it('lists, then shows each finding about which something is recorded, until interrupted', async () => {
    const session = ledgerSession()
    const watching = session.start('list', '--kind', 'Shop', '--watch')
    await eventually(() => expect(watching.written.out).toContain('1 finding.\n'))
    const before = watching.written.out.length
    session.ledger.record({ at: NOW, kind: 'value-changed', subject: { type: 'finding', id: 'id-bigint' } })
    session.ledger.record({ at: NOW, kind: 'finding-opened', subject: { type: 'finding', id: 'id-replicas' } })
    session.ledger.record({ at: NOW, kind: 'source-held', subject: { type: 'source', id: 'shop' } })
    session.ledger.record({ at: NOW, kind: 'finding-resolved', subject: { type: 'finding', id: 'id-bigint' } })
    await eventually(() => expect(watching.written.out.slice(before).split('\n')).toHaveLength(3))
    expect(watching.written.out.slice(before)).toBe(
      ['value-changed', 'finding-resolved']
        .map(
          (kind) =>
            `2026-03-01T12:00:00.000Z  ${kind}  MEDIUM  prod-eu  Shop/shop/main  serial  9007199254740993 -> (nothing)  2h  cannot tell who (a removal leaves no trace)  id-bigint\n`,
        )
        .join(''),
    )
    expect(await watching.interrupt()).toBe(130)
    await eventually(() => expect(session.stillOpen()).toBe(0))
  })

  it('misses nothing that is recorded while the list is read', async () => {
    const { reads, record } = sampleLedger()
    const findings: typeof reads.findings = async (query) => {
      record({ at: NOW, kind: 'finding-opened', subject: { type: 'finding', id: 'id-replicas' } })
      return reads.findings(query)
    }
    const session = ledgerSession({
      reads: { ...reads, findings },
      changes: async function* (after) {
        yield* (await reads.activity({ after: after ?? 0, limit: 100 })).items
      },
    })
    const { out } = await session.run('list', '--watch', '-o', 'jsonl')
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id)
        .slice(7),
    ).toEqual(['id-replicas'])
  })

  it('needs a service', async () => {
    const session = ledgerSession({ changes: undefined as never })
    expect(await session.run('list', '--watch')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('DRF6054') as string,
    })
    expect(session.stillOpen()).toBe(0)
  })
})
