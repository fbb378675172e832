import type { AgreedManifest, BaseEvidence, EarlierManifest, LastApplied } from '../diff/base.ts'
import { comparableDesired } from '../diff/normalize.ts'
import type { PairInput } from '../diff/pair.ts'
import type { Difference } from '../model/difference.ts'
import type { AgreedBase } from '../ledger/ports.ts'
import { parsePath } from '../model/field-path-parse.ts'
import { printPath, startsWith, type FieldPath } from '../model/field-path.ts'
import { sameJson, type Json, type JsonObject } from '../model/json.ts'
import type { NotChecked } from '../model/not-checked.ts'
import { valueAt } from '../model/value-at.ts'
import { isSensitive } from '../policy/sensitive.ts'
import type { DesiredEntry } from './desired-state.ts'
import type { PassContext } from './pass-context.ts'
import { sortDifferences } from './sort-differences.ts'
import { sourceKey, type PastRevision, type Timeline } from './timeline.ts'

export interface FoundEvidence {
  readonly evidence: BaseEvidence
  /** Set where the engine applied a revision that the source does not have: its writes cannot be judged yet. */
  readonly stale: ((difference: Difference) => NotChecked) | undefined
}

/** Looks up what the cluster was last told about one object: the engine's word, the annotation, the source's history. */
export async function baseEvidence(entry: DesiredEntry, input: PairInput, pass: PassContext): Promise<FoundEvidence> {
  const { source } = entry.manifests[0]
  const timeline = pass.timelines.get(source)
  const word = pass.engineWordFor(input.live)
  const named = word?.revision ?? pass.deployedRevision?.(source)
  const unlike = (manifest: JsonObject | undefined): readonly FieldPath[] => pathsUnlike(entry, input, manifest, pass)
  const past = timeline === undefined ? [] : await timeline.earlier()
  const earlier = past.map((one) => earlierManifest(one, entry, unlike))
  const engine = named === undefined ? undefined : await engineRevision(named, entry, timeline, unlike)
  const head = pass.heads.get(source)
  const order = [head ?? '', ...past.map((one) => one.revision)]
  const agreed = agreedManifest(entry, await pass.agreedFor(entry.ref), unlike, order, named)
  const evidence: BaseEvidence = {
    agreed,
    engine,
    lastApplied: lastApplied(entry, input, earlier, head),
    history: earlier,
  }
  if (named === undefined || engine !== undefined || timeline?.isKnown !== true) return { evidence, stale: undefined }
  return {
    evidence,
    stale: (difference) =>
      staleGap(entry, difference, word?.revision === undefined ? 'A pipeline' : word.application, named),
  }
}

/**
 * What was seen to agree, where there is a memory. It is newer than the engine's word where its revision comes before the
 * engine's in the source's own order, newest first.
 */
function agreedManifest(
  entry: DesiredEntry,
  agreed: AgreedBase | undefined,
  unlike: (manifest: JsonObject | undefined) => readonly FieldPath[],
  newestFirst: readonly string[],
  engineRevision: string | undefined,
): AgreedManifest | undefined {
  if (agreed === undefined) return undefined
  const { revision } = agreed
  const place = newestFirst.indexOf(revision)
  const engines = engineRevision === undefined ? -1 : newestFirst.indexOf(engineRevision)
  return {
    revision,
    manifest: comparableDesired(entry.ref.group, entry.ref.kind, agreed.manifest),
    unlike: unlike(agreed.manifest),
    newerThanEngine: place >= 0 && engines >= 0 && place < engines,
    knows: (difference) => !isSensitive(difference, entry.ref) && wasAgreed(agreed, difference.path),
  }
}

/** False at paths, and around them, at which nothing was ever seen to agree. */
function wasAgreed({ neverAgreed }: AgreedBase, path: FieldPath): boolean {
  return !neverAgreed.some((written) => {
    const never = parsePath(written) ?? []
    return startsWith(never, path) || startsWith(path, never)
  })
}

function staleGap(entry: DesiredEntry, difference: Difference, application: string, revision: string): NotChecked {
  const message =
    `${application} says that it applied ${revision.slice(0, 7)}, which this source does not have or which does not render. ` +
    'Fetch the source; until then what the deployer wrote is not counted either way.'
  return { object: entry.ref, path: printPath(difference.path), reason: 'desired-stale', message }
}

async function engineRevision(
  revision: string,
  entry: DesiredEntry,
  timeline: Timeline | undefined,
  unlike: (manifest: JsonObject | undefined) => readonly FieldPath[],
): Promise<EarlierManifest | undefined> {
  const past = await timeline?.at(revision)
  return past === undefined ? undefined : earlierManifest(past, entry, unlike)
}

function earlierManifest(
  past: PastRevision,
  entry: DesiredEntry,
  unlike: (manifest: JsonObject | undefined) => readonly FieldPath[],
): EarlierManifest {
  const found = past.manifests.get(keyOf(entry))?.manifest
  const manifest = found === undefined ? undefined : comparableDesired(entry.ref.group, entry.ref.kind, found)
  return { revision: past.revision, manifest, unlike: unlike(found) }
}

export function keyOf(entry: DesiredEntry): string {
  return sourceKey(entry.manifests[0].manifest, entry.ref.namespace)
}

/** Where an earlier manifest differs from the live object without explanation. */
function pathsUnlike(
  entry: DesiredEntry,
  input: PairInput,
  manifest: JsonObject | undefined,
  pass: PassContext,
): readonly FieldPath[] {
  if (manifest === undefined) return [[]]
  const context = { ref: entry.ref, rules: pass.rules, facts: {}, unrenderable: [] }
  const sorted = sortDifferences({ ...input, desired: manifest, oracle: { state: 'not-asked' } }, context)
  return sorted.open.map((difference) => difference.path)
}

/** The annotation counts only for values that some commit of the source holds: a person's `kubectl apply` rewrites it. */
function lastApplied(
  entry: DesiredEntry,
  input: PairInput,
  earlier: readonly EarlierManifest[],
  head: string | undefined,
): LastApplied | undefined {
  if (input.lastApplied === undefined) return undefined
  const { group, kind } = entry.ref
  const manifest = comparableDesired(group, kind, input.lastApplied)
  const desired = comparableDesired(group, kind, input.desired)
  return {
    revision: '',
    manifest,
    unlike: [],
    revisionHolding: (path, value) => {
      if (head !== undefined && holds(desired, path, value)) return head
      return earlier.find((one) => one.manifest !== undefined && holds(one.manifest, path, value))?.revision
    },
  }
}

function holds(manifest: JsonObject, path: FieldPath, value: Json | undefined): boolean {
  return sameJson(valueAt(manifest, path), value)
}
