import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import defaults from '../../src/diff/data/defaults.json' with { type: 'json' }
import type { DefaultsTable } from '../../src/diff/defaults-table.ts'
import { builtinSchemas } from '../../src/diff/schema/builtin.ts'
import { SchemaCompiler } from '../../src/diff/schema/compile.ts'
import { pruneDocument } from '../../src/diff/schema/prune.ts'
import { NO_FACTS } from '../../src/diff/schema/type-facts.ts'
import { at, isObject, stringAt, type Json, type JsonObject } from '../../src/model/json.ts'
import { parseLossless, stringifyLossless } from '../../src/model/lossless-json.ts'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { measureDiff, readPairs, type TypeLookup } from './diff-speed.ts'
import { median } from '../timing.ts'

/** Median pairs a second of each side over alternating runs, and what each saw on clean objects. */
export interface DiffComparison {
  readonly pairs: number
  readonly liveKib: number
  readonly ours: number
  readonly theirs: number
  readonly ratio: number
  readonly oursDifferent: number
  readonly theirsDifferent: number
}

const RUNS = 5
const OUR_ROUNDS = 100
const THEIR_ROUNDS = 3

/** Custom resource definitions are left out: a few objects of half a megabyte would be all that is measured. */
export async function compareDiffs(
  cluster: TestCluster,
  manifests: readonly JsonObject[],
  peer: string,
  folder: string,
): Promise<DiffComparison> {
  const wanted = manifests.filter((manifest) => manifest['kind'] !== 'CustomResourceDefinition')
  const lines = await Promise.all(
    wanted.map(async (desired) => stringifyLossless({ desired, live: await liveOf(cluster, desired) })),
  )
  const file = join(folder, 'pairs.jsonl')
  writeFileSync(file, lines.join('\n'))
  const pairs = readPairs(file)
  const typeOf = await typeLookup(cluster)
  const ours: number[] = []
  const theirs: number[] = []
  let oursDifferent = 0
  let theirsDifferent = 0
  for (let i = 0; i < RUNS; i++) {
    const mine = measureDiff(pairs, OUR_ROUNDS, defaults as unknown as DefaultsTable, typeOf)
    const { stdout } = await promisify(execFile)(peer, ['-rounds', String(THEIR_ROUNDS), file])
    const other = JSON.parse(stdout) as { pairsPerSecond: number; modified: number[] }
    ours.push(mine.pairsPerSecond)
    theirs.push(other.pairsPerSecond)
    oursDifferent = mine.different.length
    theirsDifferent = other.modified.length
  }
  const bytes = pairs.reduce((sum, { live }) => sum + JSON.stringify(live).length, 0)
  return {
    pairs: pairs.length,
    liveKib: bytes / pairs.length / 1024,
    ours: median(ours),
    theirs: median(theirs),
    ratio: median(ours.map((speed, i) => speed / (theirs[i] as number))),
    oursDifferent,
    theirsDifferent,
  }
}

/** Built-in kinds from the package, the custom ones of the corpus from the cluster. */
async function typeLookup(cluster: TestCluster): Promise<TypeLookup> {
  const document = await cluster.admin.expect<JsonObject>('GET', '/openapi/v3/apis/monitoring.coreos.com/v1')
  const components = at(pruneDocument(document), 'components', 'schemas')
  const custom = new SchemaCompiler(isObject(components) ? components : {}, NO_FACTS)
  const builtin = builtinSchemas().compiler
  return (group, version, kind) => builtin.kind(group, version, kind) ?? custom.kind(group, version, kind)
}

async function liveOf(cluster: TestCluster, manifest: JsonObject): Promise<Json> {
  const kind = stringAt(manifest, 'kind') ?? ''
  const apiVersion = stringAt(manifest, 'apiVersion') ?? ''
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const resource = group === '' ? kind : `${kind}.${version}.${group}`
  const namespace = stringAt(manifest, 'metadata', 'namespace')
  const name = stringAt(manifest, 'metadata', 'name') ?? ''
  const args = [
    'get',
    resource,
    name,
    '-o',
    'json',
    '--show-managed-fields',
    ...(namespace === undefined ? [] : ['-n', namespace]),
  ]
  const { stdout, stderr, code } = await cluster.kubectl('admin', args)
  if (code !== 0) throw new Error(stderr)
  return parseLossless(stdout)
}
