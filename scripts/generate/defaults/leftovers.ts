import type { DefaultsTable } from '../../../src/diff/defaults-table.ts'
import { diffPair } from '../../../src/diff/pair.ts'
import { printPath } from '../../../src/model/field-path.ts'
import { stringAt } from '../../../src/model/json.ts'
import { explain } from '../../../src/policy/explain.ts'
import { MUTATOR_RULES } from '../../../src/policy/mutators/catalogue.ts'
import { indexRules } from '../../../src/policy/rule-index.ts'
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

/** Marks of a Job that hold its own uid and name: rules compare them by value, since anybody could write others there. */
const OWN_MARKS = indexRules(MUTATOR_RULES.filter(({ guard }) => guard?.is === 'own-uid' || guard?.is === 'own-name'))

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
  const ref = {
    cluster: '',
    group: kind.group,
    kind: kind.kind,
    namespace: '',
    name: stringAt(live, 'metadata', 'name') ?? '',
  }
  const context = { ref, live, desired: manifest, facts: {}, deployer: undefined }
  const left = differences.filter((one) => one.kind === 'added' && explain(one, context, OWN_MARKS) === undefined)
  return left.map(({ path }) => `${kind.kind} ${printPath(path)}`)
}
