import { attribute } from '../diff/attribute.ts'
import { judge } from '../diff/base.ts'
import { mergeDesired } from '../diff/merge-desired.ts'
import { metadataOnly } from '../diff/metadata-only.ts'
import type { OracleAnswer, PairInput } from '../diff/pair.ts'
import { admissionFor } from '../live/admission.ts'
import type { Deployer } from '../model/deployer.ts'
import type { Difference, Signals } from '../model/difference.ts'
import { at, isObject, stringAt, textOf, type JsonObject } from '../model/json.ts'
import { parseLossless } from '../model/lossless-json.ts'
import type { NotChecked } from '../model/not-checked.ts'
import { UNTYPED, type TypeSchema } from '../model/type-schema.ts'
import { factsToExplain } from '../policy/explain.ts'
import type { Assessment, JudgedDifference } from './assessment.ts'
import { baseEvidence } from './base-evidence.ts'
import { contestedDifferences } from './contested.ts'
import type { DesiredEntry } from './desired-state.ts'
import type { LiveObject } from './live-state.ts'
import { assessMissing } from './missing-object.ts'
import type { PassContext } from './pass-context.ts'
import { sortDifferences, type SortedDifferences } from './sort-differences.ts'

/** Everything that one pass says of one object. */
export async function assessObject(entry: DesiredEntry, live: LiveObject, pass: PassContext): Promise<Assessment> {
  const blank = {
    ref: entry.ref,
    desired: entry.manifests[0],
    live: undefined,
    drifts: [],
    explained: [],
    serverMade: [],
    gaps: [],
  }
  const { reading, type } = live
  if (reading.state === 'failed') return { ...blank, gaps: [unread(entry, reading.reason, reading.error.message)] }
  if (type.state === 'failed') return { ...blank, gaps: [unread(entry, 'schema-unavailable', type.error.message)] }
  if (reading.state === 'absent') return assessMissing(entry, pass)
  if (at(reading.value, 'metadata', 'deletionTimestamp') !== undefined) {
    return { ...blank, live: reading.value, gaps: [unread(entry, 'terminating', TERMINATING)] }
  }
  return assessLive(entry, live, reading.value, type.state === 'found' ? type.value : UNTYPED, pass)
}

const TERMINATING = 'The object is being deleted; what it should be cannot be judged until it is gone or back.'

function unread(entry: DesiredEntry, reason: string, message: string): NotChecked {
  return { object: entry.ref, reason, message }
}

async function assessLive(
  entry: DesiredEntry,
  { ownership }: LiveObject,
  live: JsonObject,
  type: TypeSchema,
  pass: PassContext,
): Promise<Assessment> {
  const merged = mergeAll(entry, type)
  const isEncrypted = entry.manifests.some((one) => one.encrypted === true)
  const deployer = pass.deployerFor(live)
  const input: PairInput = {
    group: entry.ref.group,
    kind: entry.ref.kind,
    type,
    defaults: pass.defaults,
    desired: isEncrypted ? metadataOnly(merged.manifest) : merged.manifest,
    live: isEncrypted ? metadataOnly(live) : live,
    ownership,
    deployer,
    lastApplied: lastAppliedOf(live),
    oracle: { state: 'not-asked' },
    admission: admissionSignal(entry, live, pass),
  }
  const decided = await decide(entry, input, pass)
  const contested = contestedDifferences(merged.contested, input)
  const open = decided.sorted.open.filter((one) => !contested.some((other) => samePlace(one, other)))
  const judged = await judgeAll(entry, open, decided.input, deployer, pass)
  const stale = judged.gaps
  const drifts = [...judged.drifts, ...contested.map((one) => judgeContested(one, live, deployer, pass))]
  const { explained, serverMade, gaps } = decided.sorted
  return { ref: entry.ref, desired: entry.manifests[0], live, drifts, explained, serverMade, gaps: [...gaps, ...stale] }
}

function samePlace(a: Difference, b: Difference): boolean {
  return JSON.stringify(a.path) === JSON.stringify(b.path)
}

function mergeAll(entry: DesiredEntry, type: TypeSchema): ReturnType<typeof mergeDesired> {
  const [first, ...others] = entry.manifests
  let result: ReturnType<typeof mergeDesired> = { manifest: first.manifest, contested: [] }
  for (const other of others) {
    const merged = mergeDesired(type, result.manifest, other.manifest)
    result = { manifest: merged.manifest, contested: [...result.contested, ...merged.contested] }
  }
  return result
}

function admissionSignal(entry: DesiredEntry, live: JsonObject, pass: PassContext): Signals['admission'] {
  const labels = at(live, 'metadata', 'labels')
  const known = new Map(isObject(labels) ? Object.keys(labels).map((key) => [key, textOf(labels[key])] as const) : [])
  return admissionFor(pass.admission, entry.manifests[0].kindInfo, entry.ref.namespace, known)
}

function lastAppliedOf(live: JsonObject): JsonObject | undefined {
  const text = stringAt(live, 'metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration')
  if (text === undefined) return undefined
  try {
    const manifest = parseLossless(text)
    return isObject(manifest) ? manifest : undefined
  } catch {
    // Anybody may write nonsense into an annotation; it is then simply no evidence.
    return undefined
  }
}

/** Sorts the differences; reads facts and asks the oracle only where something stays open without them. */
async function decide(
  entry: DesiredEntry,
  input: PairInput,
  pass: PassContext,
): Promise<{ readonly sorted: SortedDifferences; readonly input: PairInput }> {
  const unrenderable = entry.manifests.flatMap((one) => one.unrenderable ?? [])
  const context = { ref: entry.ref, rules: pass.rules, facts: {}, unrenderable }
  let sorted = sortDifferences(input, context)
  if (isSettled(sorted)) return { sorted, input }
  const unexplained = [...sorted.open, ...sorted.undecided]
  const explainContext = {
    ref: entry.ref,
    live: input.live,
    desired: input.desired,
    facts: {},
    deployer: input.deployer,
  }
  const facts = await pass.facts.facts(factsToExplain(unexplained, explainContext, pass.rules))
  sorted = sortDifferences(input, { ...context, facts })
  if (isSettled(sorted)) return { sorted, input }
  const oracle: OracleAnswer = await pass.oracle.ask(entry.manifests[0].kindInfo, entry.ref.namespace, input.desired)
  if (oracle.state === 'not-asked') return { sorted, input }
  const answered = { ...input, oracle }
  return { sorted: sortDifferences(answered, { ...context, facts }), input: answered }
}

function isSettled({ open, gaps }: SortedDifferences): boolean {
  return open.length === 0 && gaps.length === 0
}

async function judgeAll(
  entry: DesiredEntry,
  open: readonly Difference[],
  input: PairInput,
  deployer: Deployer | undefined,
  pass: PassContext,
): Promise<{ readonly drifts: readonly JudgedDifference[]; readonly gaps: readonly NotChecked[] }> {
  if (open.length === 0) return { drifts: [], gaps: [] }
  const source = entry.manifests[0].source
  const { evidence, stale } = await baseEvidence(entry, input, pass)
  const drifts: JudgedDifference[] = []
  const gaps: NotChecked[] = []
  for (const difference of open) {
    if (stale !== undefined && difference.signals.deployerOwns === true) gaps.push(stale(difference))
    else {
      const judgement = judge(difference, input.desired, evidence, source)
      drifts.push({
        difference,
        judgement,
        attributed: attribute(difference, deployer, createdAt(input.live), pass.seenAt),
      })
    }
  }
  return { drifts, gaps }
}

function judgeContested(
  difference: Difference,
  live: JsonObject,
  deployer: Deployer | undefined,
  pass: PassContext,
): JudgedDifference {
  const attributed = attribute(difference, deployer, createdAt(live), pass.seenAt)
  return { difference, judgement: { state: 'drift', base: { evidence: 'unknown' } }, attributed }
}

function createdAt(live: JsonObject): string | null {
  return stringAt(live, 'metadata', 'creationTimestamp') ?? null
}
