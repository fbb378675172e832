import { attribute } from '../diff/attribute.ts'
import type { Judgement } from '../diff/base.ts'
import type { Difference, Signals } from '../model/difference.ts'
import { at, type JsonObject } from '../model/json.ts'
import type { Assessment } from './assessment.ts'
import { keyOf } from './base-evidence.ts'
import type { DesiredEntry } from './desired-state.ts'
import type { PassContext } from './pass-context.ts'
import type { PastRevision } from './timeline.ts'

const NO_SIGNALS: Signals = {
  owners: [],
  deployerOwns: undefined,
  lastApplied: 'none',
  oracle: 'not-asked',
  admission: 'none',
}

/** An object that Git holds and the cluster does not: deleted, or not created yet. */
export async function assessMissing(entry: DesiredEntry, pass: PassContext): Promise<Assessment> {
  const desired = entry.manifests[0]
  const difference: Difference = {
    path: [],
    kind: 'missing',
    desired: desired.manifest,
    atomic: false,
    signals: NO_SIGNALS,
  }
  const blank = { ref: entry.ref, desired, live: undefined, drifts: [], explained: [], serverMade: [], gaps: [] }
  if (isGoneByItself(desired.manifest)) {
    return { ...blank, explained: [{ difference, explanation: { by: 'rule', rule: 'job-ttl' } }] }
  }
  const judgement = await judgeMissing(entry, pass)
  return {
    ...blank,
    drifts: [{ difference, judgement, attributed: attribute(difference, undefined, null, pass.seenAt) }],
  }
}

/** A finished Job with a time to live is removed by the cluster; one that never ran cannot be told apart. */
function isGoneByItself(manifest: JsonObject): boolean {
  return manifest['kind'] === 'Job' && typeof at(manifest, 'spec', 'ttlSecondsAfterFinished') === 'number'
}

/**
 * Pending only where the revision that the cluster runs is known and does not hold the object yet: by the engine's word
 * on other objects of the source, else by an earlier revision that everything else in the cluster equals.
 */
async function judgeMissing(entry: DesiredEntry, pass: PassContext): Promise<Judgement> {
  const { source } = entry.manifests[0]
  const running = await runningPast(source, pass)
  const agreed = await pass.agreedFor(entry.ref)
  if (agreed !== undefined && running?.evidence !== 'engine') {
    return { state: 'drift', base: { evidence: 'agreed', revision: agreed.revision } }
  }
  if (running === undefined) return { state: 'drift', base: { evidence: 'unknown' } }
  const { past, evidence } = running
  const before = past.manifests.get(keyOf(entry))
  if (before === undefined) return { state: 'pending', base: { evidence, revision: past.revision } }
  return { state: 'drift', base: { evidence, revision: past.revision, value: before.manifest } }
}

async function runningPast(
  source: string,
  pass: PassContext,
): Promise<{ readonly past: PastRevision; readonly evidence: 'engine' | 'history' } | undefined> {
  const running = await pass.runningRevision(source)
  if (running === undefined) return undefined
  const past = await pass.timelines.get(source)?.at(running.revision)
  return past === undefined ? undefined : { past, evidence: running.evidence }
}
