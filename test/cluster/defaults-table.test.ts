import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../../scripts/generate/bare-cluster.ts'
import { tableText } from '../../scripts/generate/defaults.ts'
import { defaultsOf } from '../../scripts/generate/defaults/defaults-of.ts'
import { withEmptyFields } from '../../scripts/generate/defaults/empty-fields.ts'
import {
  experiment,
  observationsOf,
  openLaboratory,
  type Experiment,
  type Laboratory,
} from '../../scripts/generate/defaults/laboratory.ts'
import { leftovers } from '../../scripts/generate/defaults/leftovers.ts'
import { mixedProbes } from '../../scripts/generate/defaults/probes.ts'
import { disagreements } from '../../scripts/generate/defaults/verify.ts'
import type { DefaultsTable } from '../../src/diff/defaults-table.ts'
import { Random } from '../differential/random.ts'
import type { TestCluster } from './cluster.ts'

let cluster: TestCluster
let committed: string
let table: DefaultsTable

beforeAll(async () => {
  cluster = await bareCluster()
  committed = await readFile('src/diff/data/defaults.json', 'utf8')
  table = JSON.parse(committed) as DefaultsTable
})
afterAll(() => cluster?.stop())

describe('the table of defaults', () => {
  it('is what asking the server again gives', async () => {
    const findings = await defaultsOf(cluster.admin)
    expect(tableText(findings.table)).toBe(committed)
    expect(findings.disagreements).toEqual([])
    expect(findings.answered).toBeGreaterThan(5000)
  }, 400_000)
})

describe('manifests that the table was not made from', () => {
  let laboratory: Laboratory
  let seeds: readonly Experiment[]
  let fresh: readonly Experiment[]

  beforeAll(async () => {
    laboratory = await openLaboratory(cluster.admin)
    const singles = await experiment(laboratory, laboratory.singles)
    seeds = singles.filter(({ probe }) => probe.edits.length === 0)
    const accepted = singles.map(({ probe }) => probe)
    fresh = await experiment(laboratory, mixedProbes(laboratory.seeds, accepted, new Random(20_26), 1000))
    expect(fresh.length).toBeGreaterThan(700)
  }, 400_000)

  it('hold nothing that the table explains and the server does not, nor the reverse', () => {
    expect(disagreements(table, observationsOf(fresh))).toEqual([])
  })

  it('compare as equal with what the server makes of them', () => {
    expect(leftovers([...seeds, ...fresh], table)).toEqual([])
  })

  it('compare as equal when they write out empty what they leave to the server', async () => {
    const emptied = await experiment(laboratory, seeds.flatMap(withEmptyFields))
    expect(emptied.length).toBeGreaterThan(100)
    expect(leftovers(emptied, table)).toEqual([])
  })
})
