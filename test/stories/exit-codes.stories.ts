import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bareCluster } from './bare-cluster.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../faults/temporary-folder.ts'
import { driftage } from './program.ts'
import { type Files, writeFiles } from './source-folder.ts'
import { configMap, NAMESPACE } from './witness.ts'

let folder: TemporaryFolder

const GREEN = JSON.stringify(configMap('witness', { colour: 'green' }))
const BLUE = JSON.stringify(configMap('witness', { colour: 'blue' }))
const WITH_LABEL = BLUE.replace('"metadata":{', '"metadata":{"labels":{"team":"shop"},')
const GADGET = JSON.stringify({ apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g' } })
const GENERATED = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' }, spec: {} })

const SOURCES: Readonly<Record<string, Files>> = {
  clean: { 'a.json': BLUE },
  drifted: { 'a.json': GREEN },
  'low-drift': { 'a.json': WITH_LABEL },
  unknown: { 'a.json': BLUE, 'b.json': GADGET },
  'drifted-and-unknown': { 'a.json': GREEN, 'b.json': GADGET },
  excluded: { 'a.json': BLUE, 'b.json': GENERATED },
  'drifted-and-excluded': { 'a.json': GREEN, 'b.json': GENERATED },
  empty: {},
}

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  for (const [name, files] of Object.entries(SOURCES)) {
    await writeFiles(
      folder.path,
      Object.fromEntries(Object.entries(files).map(([path, text]) => [`${name}/${path}`, text])),
    )
  }
  await makePending()
})

afterAll(async () => {
  await folder?.remove()
})

/** Git said blue, which was applied, and says green since. */
async function makePending(): Promise<void> {
  const root = `${folder.path}/pending`
  const git = (...args: readonly string[]) => {
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      stdio: 'ignore',
    })
  }
  for (const [index, colour] of ['blue', 'green'].entries()) {
    await writeFiles(root, { 'a.json': JSON.stringify(configMap('moved', { colour })) })
    if (index === 0) await bareCluster().kubectl('admin', ['apply', '-f', root])
    if (index === 0) git('init', '-q')
    git('add', '.')
    git('commit', '-q', '-m', 'change')
  }
}

it.each([
  ['in sync', 'clean', [], 0],
  ['drift', 'drifted', [], 1],
  ['drift at the level', 'drifted', ['--fail-on', 'low'], 1],
  ['drift below the level', 'drifted', ['--fail-on', 'critical'], 0],
  ['drift of a label at its level', 'low-drift', ['--fail-on', 'info'], 1],
  ['drift of a label below the level', 'low-drift', ['--fail-on', 'high'], 0],
  ['a pending change', 'pending', [], 0],
  ['a pending change, where it counts', 'pending', ['--fail-on', 'pending'], 1],
  ['something not checked', 'unknown', [], 2],
  ['something not checked, below any level', 'unknown', ['--fail-on', 'critical'], 2],
  ['drift and something not checked', 'drifted-and-unknown', [], 2],
  ['excluded by choice', 'excluded', [], 0],
  ['drift and excluded by choice', 'drifted-and-excluded', [], 1],
  ['a source without objects', 'empty', [], 2],
  ['a level that does not exist', 'clean', ['--fail-on', 'awful'], 3],
  ['a format that does not exist', 'clean', ['-o', 'xml'], 3],
  ['a flag that does not exist', 'clean', ['--colour'], 3],
  ['a chart flag without a chart', 'clean', ['--release', 'shop'], 3],
  ['a context that does not exist', 'clean', ['--context', 'nowhere'], 2],
] as const)('%s (%s %o) ends with %i', async (_, source, flags, expected) => {
  const kubeconfig = ['--kubeconfig', bareCluster().kubeconfigs.admin, '-n', NAMESPACE]
  const { code, out, err } = await driftage('scan', `${folder.path}/${source}`, ...kubeconfig, ...flags)
  expect([code, out, err]).toEqual([expected, expect.any(String), expect.any(String)])
  if (expected === 3) expect([out, err]).toEqual(['', expect.stringMatching(/^error: DRF1\d{3} /m)])
})
