import type { DefaultsTable } from '../../../src/diff/defaults-table.ts'
import { diffPair } from '../../../src/diff/pair.ts'
import { printPath } from '../../../src/model/field-path.ts'
import type { Experiment } from './laboratory.ts'
import { typeOf } from './laboratory.ts'

/** What depends on other objects, on the request's user or on sums: left for the oracle, or never in Git. */
const BEYOND_THE_TABLE = [
  /^CertificateSigningRequest .spec.(extra|groups|uid|username)/,
  /^Node .spec.(podCIDR|taints)$/,
  /^Pod .spec.priority$/,
  /^Pod .spec.resources.requests./,
  /^ResourceSlice .spec.devices$/,
]

/** What a comparison of each probe with its answer calls an addition: each is a false alarm. */
export function leftovers(experiments: readonly Experiment[], table: DefaultsTable): readonly string[] {
  const found = experiments.flatMap((one) => additions(one, table))
  return [...new Set(found.filter((text) => !BEYOND_THE_TABLE.some((known) => known.test(text))))]
}

function additions({ answer }: Experiment, defaults: DefaultsTable): string[] {
  const { kind, manifest, live } = answer
  const { differences } = diffPair({
    group: kind.group,
    kind: kind.kind,
    type: typeOf(answer),
    defaults,
    desired: manifest,
    live,
    ownership: [],
    deployer: undefined,
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  })
  return differences.filter((one) => one.kind === 'added').map(({ path }) => `${kind.kind} ${printPath(path)}`)
}
