import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { readArchiveFile } from '../../src/adapters/archive/read-archive-file.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { settings } from '../stories/base/manifests.ts'
import { driftage } from '../stories/program.ts'
import { type RecordingProcess, startRecording, unpacked, until } from './recording.ts'
import { replayed, temporaryFolder, told } from './replayed.ts'

let cluster: TestCluster
let folder: Awaited<ReturnType<typeof temporaryFolder>>
const running: RecordingProcess[] = []

beforeAll(async () => {
  ;[cluster, folder] = await Promise.all([startCluster({ controllerManager: false }), temporaryFolder()])
  await mkdir(inFolder('deploy'))
  await writeGit('5s')
  const { code, stderr } = await cluster.kubectl('argocd', ['apply', '-f', inFolder('deploy')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

afterEach(async () => {
  for (const one of running.splice(0)) {
    one.end('SIGKILL')
    await one.ended
  }
})

afterAll(async () => {
  await cluster.stop()
  await folder.remove()
})

function inFolder(name: string): string {
  return join(folder.path, name)
}

function writeGit(timeout: string): Promise<void> {
  return writeFile(inFolder('deploy/settings.json'), JSON.stringify(settings('settings', { timeout })))
}

async function patch(timeout: string): Promise<void> {
  const { code } = await cluster.kubectl('alice', [
    'patch',
    'configmap',
    'settings',
    '--type=merge',
    '-p',
    JSON.stringify({ data: { timeout } }),
  ])
  expect(code).toBe(0)
}

async function record(archive: string, ...more: readonly string[]): Promise<RecordingProcess> {
  const where = ['--kubeconfig', cluster.kubeconfigs.admin, '--cluster-name', 'prod', '--output', archive]
  const one = await startRecording([inFolder('deploy'), ...where, ...more])
  running.push(one)
  return one
}

it('F-23 a recording that is killed ends at a whole line, and tells what happened until a second before', async () => {
  const archive = inFolder('killed.jsonl.gz')
  const one = await record(archive, '--audit-file', cluster.auditLog)
  await one.recording
  await patch('31s')
  // The two come over ways of their own; the log's is the slower one on a busy machine.
  await until('the change and its event are in the file', async () => {
    const lines = (await unpacked(archive)).split('\n')
    const has = (type: string, word: string): boolean =>
      lines.some((line) => line.includes(`"type":"${type}"`) && line.includes(word))
    return has('object', '31s') && has('audit', '"alice@example.com"')
  })
  one.end('SIGKILL')
  await one.ended
  await patch('5s')
  const read = await readArchiveFile(archive)
  expect(read.damagedAt).toBe(read.entries.length + 2)
  const seen = await replayed(read, inFolder('killed'))
  expect(await told(seen)).toEqual(['settling drift ConfigMap/settings .data.timeout by alice@example.com'])
  expect(seen.damagedAt).toBe(read.damagedAt)
  await seen.close()
})

it('ends by itself after the time that was asked for, and is whole', async () => {
  const archive = inFolder('short.jsonl.gz')
  const { code, out, err } = await (await record(archive, '--for', '2s')).ended
  expect({ code, err }).toEqual({ code: 0, err: 'Looking at everything once\nRecording:\nClosing the archive\n' })
  expect(out).toMatch(
    /^Recorded prod for \d+s: \d+ objects, 0 changes, 0 audit events and 1 state of sources, [\d.]+ kB\.\n/,
  )
  expect(out).toContain('No audit log was followed')
  expect((await readArchiveFile(archive)).damagedAt).toBeUndefined()
  expect((await stat(archive)).mode & 0o777).toBe(0o600)
})

it('SIGTERM closes the archive whole, as Ctrl-C does', async () => {
  const archive = inFolder('terminated.jsonl.gz')
  const one = await record(archive)
  await one.recording
  one.end('SIGTERM')
  expect(await one.ended).toMatchObject({ code: 0 })
  expect((await readArchiveFile(archive)).damagedAt).toBeUndefined()
})

it('a folder without commits is written down again when it says something else', async () => {
  const archive = inFolder('edited.jsonl.gz')
  const one = await record(archive)
  await one.recording
  await writeGit('77s')
  await until('it is in the file', async () => (await unpacked(archive)).includes('77s'), 90_000)
  one.end()
  expect(await one.ended).toMatchObject({ code: 0 })
  const seen = await replayed(await readArchiveFile(archive), inFolder('edited'))
  expect((await told(seen)).map((line) => line.replace(/ by .*/, ''))).toEqual([
    'settling pending ConfigMap/settings .data.timeout',
  ])
  await seen.close()
  await writeGit('5s')
})

it('DRF5408 never overwrites an archive that is there, unless it is told to', async () => {
  const archive = inFolder('precious.jsonl.gz')
  await writeFile(archive, 'the only one')
  await chmod(archive, 0o644)
  const refused = await (await record(archive, '--for', '1s')).ended
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('DRF5408')
  expect(await readFile(archive, 'utf8')).toBe('the only one')
  expect(await (await record(archive, '--for', '1s', '--overwrite')).ended).toMatchObject({ code: 0 })
  expect((await readArchiveFile(archive)).damagedAt).toBeUndefined()
  expect((await stat(archive)).mode & 0o777).toBe(0o600)
})

it('DRF5407 a full disk ends the recording at once, and says what state things are in', async () => {
  const { code, out, err } = await (await record('/dev/full', '--overwrite')).ended
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain('DRF5407')
  expect(err).toContain('(ENOSPC)')
  expect(err).toContain('up to its last whole line')
})

it('an interruption before everything was looked at leaves nothing behind', async () => {
  const archive = inFolder('early.jsonl.gz')
  const one = await record(archive)
  await until('it has begun', async () => (await stat(archive).catch(() => undefined)) !== undefined)
  one.end()
  const { code, out } = await one.ended
  // On a slow machine the look may be over by then; the archive is whole in that case.
  if (code === 130) await expect(stat(archive)).rejects.toMatchObject({ code: 'ENOENT' })
  else
    expect({ code, isWhole: (await readArchiveFile(archive)).damagedAt === undefined, out }).toMatchObject({
      code: 0,
      isWhole: true,
    })
})

it.each([
  ['DRF1005', 'no archive', 3, () => [inFolder('deploy')]],
  ['DRF1005', 'no source', 3, () => ['-o', inFolder('x')]],
  ['DRF3210', 'an audit log that is not there', 2, () => [...to('x'), '--audit-file', inFolder('nothing.log')]],
  ['DRF5407', 'a folder that is not there', 2, () => to('nowhere/x')],
  [
    'DRF1007',
    'a file of two clusters and no word which',
    3,
    () => ['--config', inFolder('two.yaml'), '-o', inFolder('x')],
  ],
  [
    'DRF1004',
    'a cluster that the file does not name',
    3,
    () => ['--config', inFolder('two.yaml'), '--cluster-name', 'c', '-o', inFolder('x')],
  ],
  [
    'DRF1007',
    'a source beside a file',
    3,
    () => [inFolder('deploy'), '--config', inFolder('two.yaml'), '-o', inFolder('x')],
  ],
  ['DRF1007', 'standard input', 3, () => ['-', '-o', inFolder('x')]],
])('%s refuses %s, and nothing is left of it', async (code, _, exit, args) => {
  const two = {
    version: 1,
    clusters: [{ name: 'a' }, { name: 'b' }],
    sources: [{ name: 's', path: 'deploy', clusters: ['a'] }],
  }
  await writeFile(inFolder('two.yaml'), JSON.stringify(two))
  const run = await driftage('record', ...args())
  expect(run).toMatchObject({ code: exit, out: '' })
  expect(run.err).toContain(code)
  await expect(stat(inFolder('x'))).rejects.toMatchObject({ code: 'ENOENT' })
})

it('a source that cannot be read and a cluster that does not answer end it before it begins', async () => {
  const lost = await startRecording([inFolder('lost'), ...to('y').slice(1)])
  running.push(lost)
  const { code, err } = await lost.ended
  expect({ code, isCoded: /DRF20\d\d/.test(err) }).toEqual({ code: 2, isCoded: true })
  await expect(stat(inFolder('y'))).rejects.toMatchObject({ code: 'ENOENT' })
  const config = JSON.parse(await readFile(cluster.kubeconfigs.admin, 'utf8').catch(() => '{}')) as object
  await writeFile(inFolder('gone.json'), JSON.stringify(config).replaceAll(cluster.url, 'https://127.0.0.1:1'))
  const gone = await driftage('record', inFolder('deploy'), '--kubeconfig', inFolder('gone.json'), '-o', inFolder('y'))
  expect(gone.code).toBe(2)
  expect(gone.err).toMatch(/DRF30\d\d/)
  await expect(stat(inFolder('y'))).rejects.toMatchObject({ code: 'ENOENT' })
})

function to(name: string): readonly string[] {
  return [inFolder('deploy'), '--kubeconfig', cluster.kubeconfigs.admin, '-o', inFolder(name)]
}
