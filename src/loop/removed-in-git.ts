import { resolveDesired } from '../desired/resolve-kinds.ts'
import { attribute } from '../diff/attribute.ts'
import { ownershipOf } from '../diff/ownership.ts'
import { isDeployer } from '../model/deployer.ts'
import { liveKey, readLive } from '../live/read-live.ts'
import type { Discovery } from '../live/cluster-reader.ts'
import type { DesiredObject } from '../model/desired-object.ts'
import type { Difference } from '../model/difference.ts'
import { stringAt, type JsonObject } from '../model/json.ts'
import { printRef } from '../model/object-ref.ts'
import type { Assessment } from './assessment.ts'
import { refOf, type DesiredState } from './desired-state.ts'
import type { PassContext } from './pass-context.ts'
import type { ScanOptions, ScanPorts } from './scan-ports.ts'
import type { PastRevision, Timeline } from './timeline.ts'

/** How many earlier revisions are searched for objects that Git no longer holds. */
const DEPTH = 10

/**
 * Objects that an earlier revision held, that no source holds now and that the deployer still owns in the cluster: pending
 * removals (also the old name of a renamed object, R-15). Others under that name are not Git's business.
 */
export async function removedInGit(
  state: DesiredState,
  discovery: Discovery,
  pass: PassContext,
  ports: ScanPorts,
  options: ScanOptions,
): Promise<readonly Assessment[]> {
  const held = new Set(state.objects.map((entry) => printRef(entry.ref)))
  const assessments: Assessment[] = []
  for (const [source, timeline] of pass.timelines) {
    for (const { object, revision } of await formerObjects(timeline, source, discovery, pass, options)) {
      const ref = refOf(ports.cluster.name, object)
      if (held.has(printRef(ref))) continue
      held.add(printRef(ref))
      const reading = (await readLive(ports.cluster, [object])).get(liveKey(object))
      if (reading?.state !== 'found' || !isDeployed(reading.value, pass)) continue
      assessments.push(pendingRemoval(object, ref, reading.value, revision, pass))
    }
  }
  return assessments
}

interface FormerObject {
  readonly object: DesiredObject
  readonly revision: PastRevision
}

async function formerObjects(
  timeline: Timeline,
  source: string,
  discovery: Discovery,
  pass: PassContext,
  options: ScanOptions,
): Promise<readonly FormerObject[]> {
  const running = timeline.isKnown ? await pass.runningRevision(source) : undefined
  const named = running === undefined ? undefined : await timeline.at(running.revision)
  const past = named === undefined ? await timeline.earlier(DEPTH) : [named]
  return past.flatMap((revision) => {
    const manifests = [...revision.manifests.values()]
    return resolveDesired(manifests, discovery, options.defaultNamespace).objects.map((object) => ({
      object,
      revision,
    }))
  })
}

/** True where the deployer, or an engine by its marks, put the object there. */
export function isDeployed(live: JsonObject, pass: PassContext): boolean {
  const deployer = pass.deployerFor(live)
  if (deployer === undefined) return pass.engineWordFor(live) !== undefined
  return ownershipOf(live).some((entry) => isDeployer(deployer, entry.owner))
}

/** An object that Git no longer holds and that has not been removed yet. `revision` held it last. */
export function pendingRemoval(
  object: DesiredObject,
  ref: Assessment['ref'],
  live: JsonObject,
  { revision }: Pick<PastRevision, 'revision'>,
  pass: PassContext,
): Assessment {
  const deployer = pass.deployerFor(live)
  const owners = ownershipOf(live).map((entry) => entry.owner)
  const difference: Difference = {
    path: [],
    kind: 'added',
    live,
    atomic: false,
    signals: { owners, deployerOwns: true, lastApplied: 'none', oracle: 'not-asked', admission: 'none' },
  }
  const attributed = attribute(
    difference,
    deployer,
    stringAt(live, 'metadata', 'creationTimestamp') ?? null,
    pass.seenAt,
  )
  const evidence = pass.engineWordFor(live)?.revision === revision ? 'engine' : 'history'
  const judgement = { state: 'pending' as const, base: { evidence, revision } as const }
  return {
    ref,
    desired: object,
    live,
    drifts: [{ difference, judgement, attributed }],
    explained: [],
    serverMade: [],
    gaps: [],
  }
}
