import type { LedgerStore, ObjectRecord } from '../ledger/ports.ts'
import { DEFAULT_TIMES } from '../ledger/settings.ts'
import type { Finding } from '../model/finding.ts'
import { parseInstant, printInstant, type Instant } from '../model/instant.ts'
import { at, isObject, stringAt, textOf, type JsonObject } from '../model/json.ts'
import { printRef, type ObjectRef } from '../model/object-ref.ts'
import type { VersionOrigin } from '../model/object-version.ts'
import type { ReportedDrift, ScanReport } from '../model/scan-report.ts'
import type { MarkKey } from '../model/value-mark.ts'
import { actorClassOf } from '../policy/actors.ts'
import type { Assessment } from './assessment.ts'
import { markedManifest } from './marked-manifest.ts'
import { observationOf } from './observe.ts'
import type { PassResult } from './pass.ts'
import type { Recorder } from './serve/recorder.ts'
import { decideRecording, type RecordingParts } from './serve/recording.ts'
import type { ServicePolicy } from './serve/service-policy.ts'

/** What a scan with a memory writes into. */
export interface Memory {
  readonly store: Pick<LedgerStore, 'unsettled' | 'record'>
  readonly recorder: Pick<Recorder, 'change'>
  readonly policy: ServicePolicy
  readonly key: MarkKey
  readonly now: () => Instant
}

/**
 * Records what one pass found, so that the next one knows since when it lasts: a small team gets ages without running
 * a service. Nothing was seen between two passes, so nothing is said about it: times are those of the passes.
 */
export async function rememberPass(pass: PassResult, cluster: string, memory: Memory): Promise<readonly Finding[]> {
  const askedAt = parseInstant(pass.seenAt) ?? 0
  const seenAt = memory.now()
  const recorded = await Promise.all(pass.assessments.map((one) => remember(one, pass, { askedAt, seenAt }, memory)))
  await endUnclaimed(pass, cluster, seenAt, memory)
  return recorded.flat()
}

/** The report of a pass with the ages that the memory knows: since when at least, and not before when. */
export function withAges(report: ScanReport, findings: readonly Finding[]): ScanReport {
  const known = new Map(findings.map((finding) => [finding.id, finding]))
  const aged = (drift: ReportedDrift): ReportedDrift => {
    const onset = known.get(drift.id)?.onset
    if (onset === undefined) return drift
    const notBefore = onset.notBefore === null ? null : printInstant(onset.notBefore)
    return { ...drift, onset: { notBefore, notAfter: printInstant(onset.notAfter) } }
  }
  return { ...report, findings: report.findings.map(aged), pending: report.pending.map(aged) }
}

async function remember(
  assessment: Assessment,
  pass: PassResult,
  { askedAt, seenAt }: { readonly askedAt: Instant; readonly seenAt: Instant },
  { store, recorder, policy, key }: Memory,
): Promise<readonly Finding[]> {
  const { ref, desired } = assessment
  const deployer = pass.live.deployer.state === 'found' ? pass.live.deployer.deployer : undefined
  const before = (await store.record(ref)).object
  const observation = observationOf(assessment, {
    at: seenAt,
    sources: [desired.source],
    revisions: new Map(pass.sources.map(({ revision }) => [revision.name, revision.revision])),
    deployer,
    schemaHash: pass.version,
    version: versionOf(assessment.live, ref, before?.version ?? undefined, { askedAt, seenAt }),
    deltaAt: () => undefined,
    writers: [],
    key,
  })
  const parts: RecordingParts = {
    policy,
    settings: {
      ...DEFAULT_TIMES,
      classOf: (writer) => actorClassOf(writer, { deployer }),
      baselineSources: before === null ? new Set([desired.source]) : new Set(),
      by: { actor: { kind: 'system', id: 'scan' }, surface: 'scan' },
    },
    // One look at the object is all that there is.
    attribute: ({ drift }) => drift,
    attributeUndo: (fix) => fix,
  }
  const around = { labels: labelsOf(desired.manifest), desired: markedManifest(desired.manifest, ref, key) }
  await recorder.change(ref, decideRecording(observation, around, parts))
  return (await store.record(ref)).findings.filter(({ state }) => state !== 'resolved')
}

/** Objects of these sources that Git no longer holds: what was recorded of them has ended. Others are not this scan's business. */
async function endUnclaimed(
  pass: PassResult,
  cluster: string,
  seenAt: Instant,
  { store, recorder, policy }: Memory,
): Promise<void> {
  const held = new Set(pass.assessments.map(({ ref }) => printRef(ref)))
  const unread = pass.desired.gaps.length > 0
  const scanned = new Set(pass.sources.map(({ revision }) => revision.name))
  const gone = (await store.unsettled(cluster)).filter((ref) => !held.has(printRef(ref)))
  for (const ref of unread ? [] : gone) {
    const record: ObjectRecord = await store.record(ref)
    const sources = record.object?.sources ?? []
    if (sources.length === 0 || !sources.every((source) => scanned.has(source))) continue
    const observation = { state: 'unclaimed', ref, at: seenAt, sources, because: 'removed-in-git' } as const
    const settings = {
      ...DEFAULT_TIMES,
      classOf: () => 'unknown' as const,
      baselineSources: new Set<string>(),
      by: { actor: { kind: 'system', id: 'scan' }, surface: 'scan' } as const,
    }
    const parts: RecordingParts = {
      policy,
      settings,
      attribute: ({ drift }) => drift,
      attributeUndo: (fix) => fix,
    }
    await recorder.change(ref, decideRecording(observation, { labels: {}, desired: undefined }, parts))
  }
}

function versionOf(
  live: JsonObject | undefined,
  ref: ObjectRef,
  previous: VersionOrigin['previous'],
  times: Pick<VersionOrigin, 'askedAt' | 'seenAt'>,
): VersionOrigin | undefined {
  if (live === undefined) return undefined
  const id = {
    uid: stringAt(live, 'metadata', 'uid') ?? '',
    resourceVersion: stringAt(live, 'metadata', 'resourceVersion') ?? '',
  }
  return { ref, id, previous, by: 'relist', ...times, coalesced: 0 }
}

function labelsOf(manifest: JsonObject): Readonly<Record<string, string>> {
  const labels = at(manifest, 'metadata', 'labels')
  if (!isObject(labels)) return {}
  return Object.fromEntries(Object.keys(labels).map((name) => [name, textOf(labels[name])]))
}
