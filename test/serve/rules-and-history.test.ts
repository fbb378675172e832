import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCondition } from '../../src/adapters/cel/compile-condition.ts'
import { openStore, type StoreOptions } from '../../src/adapters/sql/open-store.ts'
import { commandPorts } from '../../src/compose/command-ports.ts'
import { STORE_FOLDER } from '../../src/compose/service/data-folder.ts'
import { ownLedger } from '../../src/compose/service/own-ledger.ts'
import type { Serving } from '../../src/compose/service/serve.ts'
import type { Config } from '../../src/config/config.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { DAY } from '../../src/model/instant.ts'
import type { ShownFinding } from '../../src/surfaces/shown-ledger.ts'
import { run } from '../../src/surfaces/cli/run.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../faults/temporary-folder.ts'
import { embeddedFiles } from '../store/embedded-files.ts'
import { IMAGE, web } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { driftage, type ProgramRun } from '../stories/program.ts'
import { startWhole } from './whole-service.ts'

// One service on a real cluster for all stories of this file, in their order: it runs, and then it has stopped.
let cluster: TestCluster
let temporary: TemporaryFolder
let story: Story
let serving: Serving
let data: string

const GIT = 'canary-git-7d20c5ba11'
const LIVE = 'canary-live-90be4f6a35'
const REPLICAS = '.spec.replicas'
const TOKEN = '.spec.template.spec.containers[name="web"].env[name="API_TOKEN"].value'

beforeAll(async () => {
  ;[cluster, temporary] = await Promise.all([startCluster(), makeTemporaryFolder()])
  data = join(temporary.path, 'data')
  await cluster.admin.expect('POST', '/api/v1/namespaces', {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'trial' } },
  })
  story = new Story(cluster, 'trial')
  const deployment = web({ labels: { tier: 'web' }, env: [{ name: 'API_TOKEN', value: GIT }] })
  story.commit({ 'web.json': deployment })
  await story.deploy('argocd')
  serving = await startWhole(await configured(written('driftage.yaml', BEFORE)))
  // A fix that the engine undoes, and then what is there to stay.
  await story.kubectl('alice', ['scale', 'deployment/web', '--replicas=4'])
  await until('the first drift', async () => (await findings()).some(({ drift }) => drift.path === REPLICAS))
  await story.deploy('argocd')
  await until('its end', async () => (await there()).length === 0)
  await story.kubectl('alice', ['set', 'image', 'deployment/web', 'web=nginx:hotfix'])
  await story.kubectl('alice', ['set', 'env', 'deployment/web', `API_TOKEN=${LIVE}`])
  await story.kubectl('alice', ['scale', 'deployment/web', '--replicas=5'])
  await until('all three', async () => (await there()).length === 3)
})

afterAll(async () => {
  await serving.stop()
  story.end()
  await temporary.remove()
  await cluster.stop()
})

const BEFORE = `
- id: scaling
  match: {paths: [.spec.replicas]}
  severity: low
  grace: 0s
`

/** The same, with a rule that expects the image and one that gives everything else to somebody. */
const CHANGED = `
- id: images
  match: {paths: ['.spec.template.spec.containers[*].image'], actorClasses: [person]}
  expected: true
${BEFORE}
- id: rest
  match: {namespaces: [trial]}
  owner: team-trial
`

function written(name: string, rules: string): string {
  const file = join(temporary.path, name)
  const text = [
    'version: 1',
    `store: {folder: ${JSON.stringify(data)}}`,
    'listen: {port: 0}',
    `clusters: [{name: test, kubeconfig: ${JSON.stringify(cluster.kubeconfigs.admin)}, audit: {file: ${JSON.stringify(cluster.auditLog)}}}]`,
    `sources: [{name: trial, git: {url: ${JSON.stringify(story.folder)}}, namespace: trial}]`,
    `rules:${rules}`,
  ]
  writeFileSync(file, text.join('\n'))
  return file
}

async function configured(file: string): Promise<Config> {
  const loaded = await loadConfig(file, compileCondition)
  if ('config' in loaded) return loaded.config
  throw new Error(JSON.stringify(loaded.errors))
}

async function findings(): Promise<readonly ShownFinding[]> {
  const { items } = await serving.store.reads.findings({ now: Date.now(), limit: 100 })
  return items.toSorted((a, b) => a.drift.path.localeCompare(b.drift.path))
}

/** Those whose difference is there now, without what the catalogue explains. */
async function there(): Promise<readonly ShownFinding[]> {
  return (await findings()).filter(
    ({ state, agreedSince, explainedBy }) =>
      agreedSince === null && explainedBy !== 'deployment-revision' && (state !== 'resolved' || explainedBy !== null),
  )
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`not in time: ${what}; there is ${JSON.stringify(await findings())}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

interface Told {
  readonly findings: number
  readonly items: readonly {
    readonly path: string
    readonly changes: readonly string[]
    readonly after: Readonly<Record<string, unknown>>
    readonly untold: readonly { readonly part: string; readonly because: readonly object[] }[]
  }[]
  readonly rules: readonly { readonly rule: string; readonly before: number; readonly after: number }[]
}

function told({ out }: ProgramRun): Told {
  return JSON.parse(out) as Told
}

function changesOf({ items }: Told): readonly (readonly [string, readonly string[]])[] {
  return items.map(({ path, changes }) => [path, changes] as const).toSorted(([a], [b]) => a.localeCompare(b))
}

/** The controller's own bookkeeping: the catalogue explains it, before and after. */
const REVISION = '.metadata.annotations["deployment.kubernetes.io/revision"]'

const FORECAST = [
  [REVISION, ['owner']],
  [REPLICAS, ['owner']],
  [TOKEN, ['owner']],
  [IMAGE, ['expected', 'state', 'owner', 'decision']],
].toSorted(([a], [b]) => String(a).localeCompare(String(b)))

function test(...words: readonly string[]): Promise<ProgramRun> {
  return driftage('rules', 'test', ...words, '--data', data)
}

async function recordedEntries(): Promise<number> {
  return (await serving.store.reads.activity({ limit: 1 })).items[0]?.sequence ?? 0
}

describe('rules test, over what a running service has recorded', () => {
  it('the rules in force would change nothing, against the record and against themselves', async () => {
    const file = written('driftage.yaml', BEFORE)
    for (const words of [[file], [file, '--config', file]]) {
      const { code, out } = await test(...words)
      expect([code, out]).toEqual([0, expect.stringContaining('nothing would change about 4 recorded findings')])
    }
  })

  it('another configuration: what would change, finding by finding and rule by rule; nothing is written', async () => {
    const before = await recordedEntries()
    const run = await test(written('changed.yaml', CHANGED), '-o', 'json')
    expect(run.code).toBe(1)
    expect(changesOf(told(run))).toEqual(FORECAST)
    const image = told(run).items.find(({ path }) => path === IMAGE)
    expect(image?.after).toMatchObject({ expected: 'images', state: 'resolved', owner: 'team-trial' })
    expect(told(run).rules.map(({ rule, before: was, after }) => [rule, was, after])).toEqual(
      expect.arrayContaining([
        ['images', 0, 1],
        ['scaling', 1, 1],
        ['rest', 0, 4],
      ]),
    )
    expect(await recordedEntries()).toBe(before)
  })

  it('a rule that asks for labels cannot be told, unless it is in force already', async () => {
    const asks = `\n- id: labelled\n  match: {labels: {tier: web}, paths: [.spec.replicas]}\n  expected: true\n${BEFORE}`
    const file = written('labelled.yaml', asks)
    const run = await test(file, '-o', 'json')
    expect(run.code).toBe(2)
    expect(told(run).items.map(({ path, changes }) => [path, changes])).toEqual([[REPLICAS, []]])
    expect(told(run).items[0]?.untold[0]).toEqual({
      part: 'expected',
      because: [{ fact: 'labels', rules: ['labelled'] }],
    })
  })

  it.each(['table', 'json', 'yaml', 'markdown'])('shows no secret in %s', async (output) => {
    const { code, out } = await test(written('changed.yaml', CHANGED), '-o', output)
    expect(code).toBe(1)
    expect(out).toContain('API_TOKEN')
    expect(out).not.toContain(GIT)
    expect(out).not.toContain(LIVE)
  })

  it('refuses a configuration that is wrong, with its place', async () => {
    const { code, err } = await test(written('wrong.yaml', '\n- id: a\n  match: {}\n  grace: soon\n'))
    expect([code, err]).toEqual([3, expect.stringMatching(/DRF12\d\d.*wrong\.yaml:9/s)])
  })
})

describe('explain, where a service remembers', () => {
  const explain = (folder: string, ...words: readonly string[]): Promise<ProgramRun> => {
    const object = ['explain', 'deployment/web', '-n', 'trial', '--source', story.folder]
    return driftage(
      ...object,
      '--kubeconfig',
      cluster.kubeconfigs.admin,
      '--cluster-name',
      'test',
      '--data',
      folder,
      ...words,
    )
  }

  it('tells of each drifted field since when, by whom, what was before, and what comes next', async () => {
    await until('the audit log', async () =>
      (await there()).every(({ drift }) => drift.attribution.confidence === 'certain'),
    )
    const { code, out } = await explain(data)
    expect(code).toBe(0)
    const [, replicas = ''] = /\n\.spec\.replicas {2}drift \(modified\)\n(.*?)\n\n/s.exec(out) ?? []
    expect(replicas).toMatch(/age +at least \d+[sm] \(there at .*, not before .*\)/)
    expect(replicas).toMatch(/by +alice@example\.com.*\(person, certain\), by audit/)
    expect(replicas).toMatch(/undone +.*4 by .* lived .*, put back to 1 by /)
    expect(replicas).toMatch(/handling +nobody has looked at it/)
    expect(replicas).toMatch(/decided +.*by rule .*scaling/)
    expect(out).toMatch(/\nHistory: 1 cluster checked < 2 min ago\.\n$/)
    for (const canary of [GIT, LIVE]) expect(out).not.toContain(canary)
  })

  it('tells the same as history in JSON, and keeps secrets there as well', async () => {
    const { out } = await explain(data, '-o', 'json')
    const { fields } = JSON.parse(out) as {
      readonly fields: readonly { path: string; history?: { finding: object } }[]
    }
    const told = fields.filter(({ history }) => history !== undefined)
    expect(told.map(({ path }) => path)).toEqual([REVISION, REPLICAS, TOKEN, IMAGE].toSorted())
    const known = (await findings()).find(({ drift }) => drift.path === IMAGE)
    expect(told.find(({ path }) => path === IMAGE)?.history?.finding).toMatchObject({
      id: known?.id,
      state: known?.state,
      attribution: { users: ['alice@example.com'], confidence: 'certain' },
    })
    for (const canary of [GIT, LIVE]) expect(out).not.toContain(canary)
  })

  it('without a ledger it says so in one line, and says everything else as it would with one', async () => {
    const [without, beside] = [await explain(join(temporary.path, 'nothing')), await explain(data)]
    expect(without.code).toBe(beside.code)
    expect(without.out.split('\n').filter((line) => line.startsWith('No history'))).toHaveLength(1)
    for (const line of without.out.split('\n').filter((one) => /^ {2}(because|cluster runs|Git says)/.test(one))) {
      expect(beside.out).toContain(line.trim().split(/ {2,}/)[1])
    }
  })
})

it('what rules test foretells is what the service records when it gets the configuration', async () => {
  const file = written('changed.yaml', CHANGED)
  const foretold = told(await test(file, '-o', 'json'))
  serving.watching.reload(await configured(file))
  await until('the rules', async () => (await there()).every(({ owner }) => owner === 'team-trial'))
  for (const { path, after } of foretold.items) {
    const known = (await findings()).find(({ drift }) => drift.path === path)
    const { state, owner, explainedBy, drift, decision } = known as ShownFinding
    expect([path, after]).toMatchObject([path, { state, owner, expected: explainedBy, severity: drift.severity }])
    expect(after['decision']).toMatchObject({ reason: decision?.reason, due: decision?.due, rules: decision?.rules })
  }
  expect((await test(file)).code).toBe(0)
})

it('R-21 over the store that a stopped service left, taking the rule away gives the drift back with its age', async () => {
  const image = (await there()).find(({ drift }) => drift.path === IMAGE)
  await serving.stop()
  const files = await embeddedFiles()
  const before = await everythingIn(files)
  const said = { out: '', err: '' }
  const code = await run({
    terminal: {
      argv: ['node', 'driftage', 'rules', 'test', written('driftage.yaml', BEFORE), '--data', data, '-o', 'json'],
      environment: {},
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      out: async (text) => void (said.out += text),
      err: (text) => void (said.err += text),
      interrupted: new AbortController().signal,
    },
    version: '',
    ports: async () => ({
      ...commandPorts(''),
      openLedger: async ({ data: folder = '' }) => {
        const own = await ownLedger(folder, files)
        if (own === undefined) throw new Error('no store')
        return own
      },
    }),
  })
  expect([code, said.err]).toEqual([2, expect.any(String)])
  const item = told({ code, ...said }).items.find(({ path }) => path === IMAGE)
  expect(item?.changes).toEqual(expect.arrayContaining(['expected', 'state', 'decision']))
  expect(item?.after).toMatchObject({ expected: null, state: 'settling', decision: { reason: 'within-grace' } })
  const opens = new Date((image?.onset.notAfter ?? 0) + DAY).toISOString()
  expect(item?.after).toMatchObject({ decision: { next: { step: 'open', at: opens } } })
  // Whether CODEOWNERS named the owner is not recorded.
  expect(item?.untold).toEqual([{ part: 'owner', because: [{ fact: 'named-owner', rules: [] }] }])
  // Not even the name of whoever asked.
  expect(await everythingIn(files)).toEqual(before)
})

/** Every row of the store that the service left. */
async function everythingIn(files: StoreOptions): Promise<string> {
  const store = await openStore({ kind: 'embedded', folder: join(data, STORE_FOLDER) }, files)
  const file = join(temporary.path, 'backup.gz')
  await store.operations.backup(file)
  await store.close()
  return gunzipSync(readFileSync(file)).toString('utf8')
}
