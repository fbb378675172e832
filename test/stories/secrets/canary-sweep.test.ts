import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../cluster/cluster.ts'
import { waitUntilNothingIsMissing } from '../../cluster/waiting.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../faults/temporary-folder.ts'
import { driftage, freshCache, reportOf } from '../program.ts'
import { writeFiles } from '../source-folder.ts'
import { NAMESPACE, placeWitness, sawWitness, WITNESS_IN_GIT } from '../witness.ts'
import { Canaries } from './canaries.ts'
import { invalidSecrets } from './invalid-secrets.ts'
import { sealedSecretDefinition } from './sealed-secrets.ts'
import { type SecretPlace, secretPlaces } from './secret-places.ts'
import { everyView, someViews, sweep, sweepFolder } from './sweep.ts'

const canaries = new Canaries()
let cluster: TestCluster
let folder: TemporaryFolder
let source: string
let cache: string
let places: readonly SecretPlace[]

beforeAll(async () => {
  cluster = await startCluster({ controllerManager: false })
  folder = await makeTemporaryFolder()
  cache = freshCache()
  source = join(folder.path, 'git')
  await mkdir(join(folder.path, 'tmp'))
  process.env['TMPDIR'] = join(folder.path, 'tmp')
  canaries.known('token of the kubeconfig', cluster.tokens.admin)
  await placeWitness(cluster)
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  await cluster.admin.expect('POST', definitions, { body: sealedSecretDefinition() })
  // A commit before the one that is compared, so that there is a base with secrets of its own.
  await writePlaces(secretPlaces(canaries))
  git('init', '-q')
  commit('before')
  places = secretPlaces(canaries)
  await writePlaces(places)
  await apply()
  commit('now')
})

afterAll(async () => {
  delete process.env['TMPDIR']
  await folder?.remove()
  await cluster?.stop()
})

async function writePlaces(written: readonly SecretPlace[]): Promise<void> {
  const files = written.map(({ git: manifest }, i) => [`${i}.json`, JSON.stringify(manifest, null, 2)] as const)
  await writeFiles(source, { 'witness.json': WITNESS_IN_GIT, ...Object.fromEntries(files) })
}

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', ['-C', source, ...identity, ...args], { stdio: 'ignore' })
}

function commit(message: string): void {
  git('add', '.')
  git('commit', '-q', '-m', message)
}

/** By client-side apply, so that every object carries a copy of itself in an annotation (B-01). */
async function apply(): Promise<void> {
  await waitUntilNothingIsMissing('everything is applied', async () => {
    const files = places.flatMap((_, i) => ['-f', join(source, `${i}.json`)])
    const { code, stderr } = await cluster.kubectl('admin', ['apply', '-n', NAMESPACE, ...files])
    return code === 0 ? [] : [stderr]
  })
}

function nameOf({ git: manifest }: SecretPlace): string {
  const { kind, metadata } = manifest as { kind: string; metadata: { name: string } }
  return `${kind.toLowerCase()}/${metadata.name}`
}

async function dump(): Promise<string> {
  const file = join(folder.path, 'live.yaml')
  const kinds = 'secrets,configmaps,deployments,sealedsecrets'
  const args = ['get', kinds, '-n', NAMESPACE, '-o', 'yaml', '--show-managed-fields']
  await writeFile(file, (await cluster.kubectl('admin', args)).stdout)
  return file
}

async function expectSilence(views: typeof everyView): Promise<void> {
  const flags = ['--kubeconfig', cluster.kubeconfigs.admin, '-n', NAMESPACE]
  const { runs, hits } = await sweep(views(source, await dump(), flags, places.map(nameOf)), canaries)
  expect(hits).toEqual([])
  // Silence proves nothing of a program that failed.
  const failed = runs.filter(({ code, out }) => code === 3 || out === '')
  expect(failed.map(({ args, err }) => `${args.join(' ')}: ${err}`)).toEqual([])
  expect(await sweepFolder(cache, canaries)).toEqual([])
  expect(await sweepFolder(join(folder.path, 'tmp'), canaries)).toEqual([])
}

async function scan() {
  return reportOf(
    await driftage('scan', source, '--kubeconfig', cluster.kubeconfigs.admin, '-n', NAMESPACE, '-o', 'json'),
  )
}

describe('no secret leaves, in any format of any command', () => {
  it('where nothing has drifted but the witness', async () => {
    const report = await scan()
    expect(report.findings.map(({ object }) => object.name)).toEqual(['witness'])
    await expectSilence(someViews)
  })

  it('where everything has drifted', async () => {
    for (const place of places.filter(({ drift }) => drift !== undefined)) {
      const patch = ['patch', nameOf(place), '-n', NAMESPACE, '--type=merge', '-p', JSON.stringify(place.drift)]
      expect((await cluster.kubectl('admin', patch)).stderr).toBe('')
    }
    const report = await scan()
    const paths = report.findings.map(({ object, path }) => `${object.kind}/${object.name} ${path}`)
    for (const key of ['changed', 'gone', 'added']) expect(paths).toContain(`Secret/data .data.${key}`)
    for (const key of ['DB_PASSWORD', 'colour']) expect(paths).toContain(`ConfigMap/config .data.${key}`)
    const shown = report.findings.filter(({ object, sensitive }) => object.kind === 'Secret' && !sensitive)
    expect(shown.map(({ path }) => path)).toEqual(['.metadata.labels.shown'])
    expect(sawWitness(report)).toBe(true)
    await expectSilence(everyView)
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, -40)],
    ['a text in a text', (text: string) => JSON.stringify(JSON.stringify(text))],
    ['about another kind', (text: string) => text.replace('"Secret"', '"ConfigMap"')],
  ])('where the copy in the annotation is %s (B-01)', async (_, change) => {
    const at = `/api/v1/namespaces/${NAMESPACE}/secrets/data`
    const key = 'kubectl.kubernetes.io/last-applied-configuration'
    const { metadata } = await cluster.admin.expect<{ metadata: { annotations: Record<string, string> } }>('GET', at)
    const annotations = { [key]: change(metadata.annotations[key] ?? '') }
    await cluster.admin.expect('PATCH', at, {
      body: { metadata: { annotations } },
      contentType: 'application/merge-patch+json',
    })
    await expectSilence(someViews)
  })

  it('where Secrets in Git are invalid (B-04), or pretend to be something else (B-03)', async () => {
    const invalid = invalidSecrets(canaries)
    await writeFiles(source, { 'invalid.yaml': invalid.map((one) => JSON.stringify(one)).join('\n---\n') })
    await expectSilence(someViews)
    expect(sawWitness(await scan())).toBe(true)
  })
})
