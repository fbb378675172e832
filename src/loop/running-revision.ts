import type { PairInput } from '../diff/pair.ts'
import { ownershipOf } from '../diff/ownership.ts'
import { at, type JsonObject } from '../model/json.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import type { DesiredEntry } from './desired-state.ts'
import { keyOf } from './base-evidence.ts'
import type { LiveObject } from './live-state.ts'
import type { PassContext, RunningRevision } from './pass-context.ts'
import { sortDifferences } from './sort-differences.ts'
import type { PastRevision, Timeline } from './timeline.ts'

/** How many earlier revisions are compared as a whole. */
const WHOLE_DEPTH = 10

/**
 * The revision that the cluster runs of one source: what the engine says, where all objects that carry its mark agree;
 * else the newest earlier revision that every object which both hold equals.
 */
export async function findRunningRevision(
  objects: ReadonlyMap<DesiredEntry, LiveObject>,
  timeline: Timeline,
  pass: PassContext,
): Promise<RunningRevision | undefined> {
  const named = new Set<string>()
  for (const { reading } of objects.values()) {
    const revision = reading.state === 'found' ? pass.engineWordFor(reading.value)?.revision : undefined
    if (revision !== undefined) named.add(revision)
  }
  const [only] = named
  if (named.size === 1 && only !== undefined) return { revision: only, evidence: 'engine' }
  if (named.size > 1) return undefined
  for (const past of await timeline.earlier(WHOLE_DEPTH)) {
    if (runs(past, objects, pass)) return { revision: past.revision, evidence: 'history' }
  }
  return undefined
}

/** True where at least one object is there to compare and all that are in both equal the revision. */
function runs(past: PastRevision, objects: ReadonlyMap<DesiredEntry, LiveObject>, pass: PassContext): boolean {
  let compared = 0
  for (const [entry, live] of objects) {
    const earlier = past.manifests.get(keyOf(entry))
    if (earlier === undefined) continue
    if (live.reading.state !== 'found' || live.type.state !== 'found') return false
    if (!equals(entry, earlier.manifest, live.reading.value, live.type.value, pass)) return false
    compared++
  }
  return compared > 0
}

function equals(
  entry: DesiredEntry,
  manifest: JsonObject,
  live: JsonObject,
  type: TypeSchema,
  pass: PassContext,
): boolean {
  if (at(live, 'metadata', 'deletionTimestamp') !== undefined) return false
  const input: PairInput = {
    group: entry.ref.group,
    kind: entry.ref.kind,
    type,
    defaults: pass.defaults,
    desired: manifest,
    live,
    ownership: ownershipOf(live),
    deployer: pass.deployerFor(live),
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  }
  return sortDifferences(input, { ref: entry.ref, rules: pass.rules, facts: {}, unrenderable: [] }).open.length === 0
}
