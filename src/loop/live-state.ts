import { chooseDeployer, deployerVotes, type DeployerChoice, type DeployerVote } from '../diff/deployer.ts'
import { fieldSetOf } from '../diff/field-set-of.ts'
import { comparableDesired } from '../diff/normalize.ts'
import { ownershipOf, type OwnershipEntry } from '../diff/ownership.ts'
import { readAdmission, type AdmissionConfiguration } from '../live/admission.ts'
import type { Discovery, Reading } from '../live/cluster-reader.ts'
import { readEngines, type Engines } from '../live/engine-word.ts'
import { liveKey, readLive } from '../live/read-live.ts'
import { isDeployer, type Deployer } from '../model/deployer.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import type { JsonObject } from '../model/json.ts'
import { apiVersionOf } from '../model/kind-info.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import { KNOWN_DEPLOYERS } from '../policy/known-deployers.ts'
import type { DesiredEntry } from './desired-state.ts'
import type { ScanOptions, ScanPorts } from './scan-ports.ts'

/** What runs, as far as the desired state asks, and what the cluster says about itself. */
export interface LiveState {
  readonly objects: ReadonlyMap<DesiredEntry, LiveObject>
  readonly admission: AdmissionConfiguration
  readonly engines: Engines
  readonly deployer: DeployerChoice
}

export interface LiveObject {
  readonly reading: Reading<JsonObject>
  readonly type: Reading<TypeSchema>
  readonly ownership: readonly OwnershipEntry[]
}

/** Reads live objects, their types and the cluster's own admission configuration, side by side. */
export async function liveState(
  entries: readonly DesiredEntry[],
  discovery: Discovery,
  ports: ScanPorts,
  options: ScanOptions,
): Promise<LiveState> {
  const wanted = entries.map((entry) => entry.manifests[0])
  const [readings, types, admission, engines] = await Promise.all([
    readLive(ports.cluster, wanted, (known) => {
      ports.progress('Reading live objects', known, wanted.length)
    }),
    readTypes(entries, ports),
    readAdmission(ports.cluster, discovery),
    readEngines(ports.cluster, discovery.kinds),
  ])
  const objects = new Map<DesiredEntry, LiveObject>()
  for (const entry of entries) {
    const reading: Reading<JsonObject> = readings.get(liveKey(entry.manifests[0])) ?? { state: 'absent' }
    const ownership = reading.state === 'found' ? ownershipOf(reading.value) : []
    objects.set(entry, { reading, type: types.get(typeKey(entry)) ?? { state: 'absent' }, ownership })
  }
  return { objects, admission, engines, deployer: deployerOf(objects, options.deployer) }
}

function typeKey(entry: DesiredEntry): string {
  const { kindInfo } = entry.manifests[0]
  return `${apiVersionOf(kindInfo)}/${kindInfo.kind}`
}

async function readTypes(
  entries: readonly DesiredEntry[],
  ports: ScanPorts,
): Promise<ReadonlyMap<string, Reading<TypeSchema>>> {
  const byKind = new Map(entries.map((entry) => [typeKey(entry), entry.manifests[0].kindInfo]))
  const types = await Promise.all(
    [...byKind].map(
      async ([key, kind]): Promise<[string, Reading<TypeSchema>]> => [key, await ports.schemas.typeOf(kind)],
    ),
  )
  return new Map(types)
}

/** The deployer that was named, else the known applier that holds most desired leaves over all objects. */
export function deployerOf(objects: ReadonlyMap<DesiredEntry, LiveObject>, named: string | undefined): DeployerChoice {
  if (named !== undefined) return { state: 'found', deployer: { manager: named }, how: 'named' }
  const seen = new Set(
    [...objects.values()].flatMap(({ ownership }) => ownership.flatMap(({ owner }) => knownDeployer(owner) ?? [])),
  )
  const [only] = seen
  // Counting leaves is only worth its time where there is a choice.
  if (only !== undefined && seen.size === 1) return { state: 'found', deployer: only, how: 'most-leaves' }
  return chooseDeployer([...objects].flatMap(([entry, live]) => votesOf(entry, live)))
}

function knownDeployer(owner: FieldOwner): Deployer | undefined {
  return KNOWN_DEPLOYERS.find((known) => isDeployer(known, owner))
}

function votesOf(entry: DesiredEntry, live: LiveObject): readonly DeployerVote[] {
  if (live.type.state !== 'found' || live.ownership.length === 0) return []
  const { group, kind } = entry.ref
  const desired = fieldSetOf(live.type.value, comparableDesired(group, kind, entry.manifests[0].manifest))
  return deployerVotes(live.ownership, desired, KNOWN_DEPLOYERS)
}
