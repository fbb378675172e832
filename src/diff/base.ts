import type { Difference } from '../model/difference.ts'
import { startsWith, type FieldPath } from '../model/field-path.ts'
import { sameJson, type Json, type JsonObject } from '../model/json.ts'
import type { Base } from '../model/scan-report.ts'
import { valueAt } from '../model/value-at.ts'

/** An earlier manifest of the same object. */
export interface EarlierManifest {
  readonly revision: string
  /** Undefined where that revision does not hold the object. */
  readonly manifest: JsonObject | undefined
  /** Paths at which it differs from the live object, as {@link Difference}s that nothing explains. */
  readonly unlike: readonly FieldPath[]
}

/** What is known of what the cluster was last told about one object, strongest first. */
export interface BaseEvidence {
  /** What driftage itself saw equal on both sides, field by field; undefined without a memory. */
  readonly agreed: AgreedManifest | undefined
  /** The revision that the engine says it applied. */
  readonly engine: EarlierManifest | undefined
  /** `last-applied-configuration`, and the revision that holds a value at a path; the annotation alone proves nothing. */
  readonly lastApplied: LastApplied | undefined
  /** Earlier revisions of the source, newest first, the head left out. */
  readonly history: readonly EarlierManifest[]
}

export interface AgreedManifest extends EarlierManifest {
  readonly manifest: JsonObject
  /** Whether it is newer than what the engine names; where the order is not known, the engine's word counts. */
  readonly newerThanEngine: boolean
  /** False where the memory holds a digest instead of the value, which says nothing about equality here. */
  knows(difference: Difference): boolean
}

export interface LastApplied extends EarlierManifest {
  revisionHolding(path: FieldPath, value: Json | undefined): string | undefined
}

/** Whether a difference is drift, a change of Git that has not arrived, or both at once. */
export interface Judgement {
  readonly state: 'drift' | 'pending' | 'drift-and-pending'
  readonly base: Base
  /** A sentence for people. */
  readonly note?: string
}

/** The three states of design: Git head, what was agreed, what runs. */
export function judge(difference: Difference, desired: JsonObject, evidence: BaseEvidence, source: string): Judgement {
  const { engine, lastApplied } = evidence
  const agreed = evidence.agreed?.knows(difference) === true ? evidence.agreed : undefined
  if (engine !== undefined && agreed?.newerThanEngine !== true)
    return againstBase(difference, desired, engine, 'engine')
  if (engine !== undefined && isRolledBack(difference, desired, engine)) {
    return { ...againstBase(difference, desired, engine, 'engine'), note: rolledBack(source, engine) }
  }
  if (agreed !== undefined) return againstBase(difference, desired, agreed, 'agreed')
  if (lastApplied?.manifest !== undefined) {
    const value = valueAt(lastApplied.manifest, difference.path)
    const revision = lastApplied.revisionHolding(difference.path, value)
    if (revision !== undefined) return againstBase(difference, desired, { ...lastApplied, revision }, 'last-applied')
  }
  return fromHistory(difference, evidence.history, source)
}

/**
 * The engine names an older revision, and the cluster runs exactly that: it was told to go back. Where somebody else
 * owns the field, the engine's word may simply be late, and the old value is a person's.
 */
function isRolledBack({ path, signals }: Difference, desired: JsonObject, engine: EarlierManifest): boolean {
  const told = engine.manifest === undefined ? undefined : valueAt(engine.manifest, path)
  return signals.deployerOwns !== false && !isUnlike(engine, path) && !sameJson(told, valueAt(desired, path))
}

function rolledBack(source: string, { revision }: EarlierManifest): string {
  return `rolled back to ${source}@${revision.slice(0, 7)} by the engine`
}

function againstBase(
  difference: Difference,
  desired: JsonObject,
  earlier: EarlierManifest,
  evidence: 'agreed' | 'engine' | 'last-applied',
): Judgement {
  const value = earlier.manifest === undefined ? undefined : valueAt(earlier.manifest, difference.path)
  const base: Base = { evidence, ...(value === undefined ? {} : { value }), revision: earlier.revision }
  const gitMoved = !sameJson(value, valueAt(desired, difference.path))
  const liveMoved = isUnlike(earlier, difference.path)
  if (!gitMoved) return { state: 'drift', base }
  return liveMoved ? { state: 'drift-and-pending', base } : { state: 'pending', base }
}

function isUnlike(earlier: EarlierManifest, path: FieldPath): boolean {
  return earlier.unlike.some((other) => startsWith(other, path) || startsWith(path, other))
}

/**
 * History alone makes a difference pending only where the whole live object equals that revision and the deployer owns
 * the field: a rollback by hand writes old values too, but not in the deployer's name.
 */
function fromHistory(difference: Difference, history: readonly EarlierManifest[], source: string): Judgement {
  const whole = history.find((earlier) => earlier.manifest !== undefined && earlier.unlike.length === 0)
  if (whole?.manifest !== undefined && difference.signals.deployerOwns === true) {
    const value = valueAt(whole.manifest, difference.path)
    return {
      state: 'pending',
      base: { evidence: 'history', ...(value === undefined ? {} : { value }), revision: whole.revision },
    }
  }
  const ago = history.findIndex((earlier) => earlier.manifest !== undefined && !isUnlike(earlier, difference.path))
  const base: Base = { evidence: 'unknown' }
  const found = history[ago]
  if (found === undefined) return { state: 'drift', base }
  const commits = ago === 0 ? '1 commit ago' : `${ago + 1} commits ago`
  return { state: 'drift', base, note: `equals ${source}@${found.revision.slice(0, 7)}, ${commits}` }
}
