import { type Finding } from '../../model/finding.ts'
import { type Instant } from '../../model/instant.ts'
import { sameJson } from '../../model/json.ts'
import { type ObjectRef } from '../../model/object-ref.ts'
import type { Observation } from '../../model/observation.ts'
import type { Severity } from '../../model/severity.ts'
import { acceptanceEnded } from '../acceptance.ts'
import { fightDue, quietAt } from '../fight.ts'
import type { LedgerChange } from '../ports.ts'
import { recordObservation } from '../record-observation.ts'
import { DEFAULT_TIMES, type LedgerSettings } from '../settings.ts'
import { openDue, opensAt, settleDue, settlesAt } from '../timers.ts'
import { RecordInMemory } from './record-in-memory.ts'
import { classOf, type Fields, manifestOf, observationOf, type StoryObject } from './story-object.ts'
import { shown, durationOf } from './told.ts'

/**
 * One thing that happens, and what is known afterwards. Between two steps time passes, and everything that comes due in it
 * happens when it is due.
 */
export interface StoryStep {
  /** Since the beginning, such as `0s`, `90s`, `2d 3h 10m`. A time before that of the step before: the clock was set back. */
  readonly at: string
  /** What Git says from now on; null = it no longer holds the object. */
  readonly git?: Fields | null
  /** What the cluster has from now on; null = the object is gone. */
  readonly live?: Fields | null
  /** Manager that wrote the new live state under the eyes of the watch; empty = it left no trace. Absent: found by reading anew. */
  readonly by?: string
  /** Another one stands for a re-created object. */
  readonly uid?: string
  readonly schema?: string
  readonly severity?: Severity
  /** Rules by path, from now on. */
  readonly explained?: { readonly [path: string]: string }
  /** Reasons by path, from now on. */
  readonly undecided?: { readonly [path: string]: string }
  /** The object cannot be looked at, for this reason. */
  readonly unknown?: string
  readonly unclaimed?: 'source-removed' | 'removed-in-git'
  /** Only time passes; nothing is looked at. */
  readonly waits?: true
  /** What a person does with the finding at a path. */
  readonly command?: {
    readonly path: string
    readonly run: (finding: Finding, now: Instant) => LedgerChange | undefined
  }
  /** What is known afterwards: see {@link shown}. */
  readonly expect: readonly string[]
  /** Kinds of entries that were added since the step before; not compared where absent. */
  readonly says?: readonly string[]
}

export interface Story {
  readonly graceMs?: number | ((finding: Finding) => number)
  readonly baseline?: boolean
  /** How far the API server's clock is ahead of ours. Default 0. */
  readonly clockAheadMs?: number
  /** What Git and the cluster have at the beginning, before anything was looked at. */
  readonly both?: Fields
  readonly steps: readonly StoryStep[]
}

export interface Told {
  readonly told: readonly ToldStep[]
  readonly expected: readonly ToldStep[]
  readonly memory: RecordInMemory
}

interface ToldStep {
  readonly at: string
  readonly expect: readonly string[]
  readonly says?: readonly string[]
  readonly broken: readonly string[]
}

export const BEGINNING: Instant = Date.UTC(2026, 2, 1)
export const REF: ObjectRef = { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }

/** Tells a story. A test compares `told` with `expected`. */
export function tell(story: Story): Told {
  const memory = new RecordInMemory(REF)
  const settings = settingsOf(story)
  let object = firstObject(story.both ?? {})
  let before = BEGINNING
  const told = story.steps.map((step): ToldStep => {
    const now = BEGINNING + durationOf(step.at)
    const entries = memory.activity.length
    passTime(memory, settings, before, now)
    object = moved(object, step, now + (story.clockAheadMs ?? 0))
    act(memory, object, step, settings, now)
    passTime(memory, settings, now, now)
    before = now
    const says = memory.activity.slice(step.says === undefined ? memory.activity.length : entries)
    return {
      at: step.at,
      expect: shown(memory, now),
      ...(step.says === undefined ? {} : { says: says.map(({ kind }) => kind) }),
      broken: memory.broken(now),
    }
  })
  const expected = story.steps.map(({ at, expect, says }) => ({
    at,
    expect,
    ...(says === undefined ? {} : { says }),
    broken: [],
  }))
  return { told, expected, memory }
}

export function settingsOf({ graceMs = 0, baseline = false }: Pick<Story, 'graceMs' | 'baseline'>): LedgerSettings {
  return {
    ...DEFAULT_TIMES,
    graceOf: typeof graceMs === 'function' ? graceMs : () => graceMs,
    classOf,
    baselineSources: new Set(baseline ? ['shop'] : []),
    by: { actor: { kind: 'system', id: 'watch' }, surface: 'watch' },
  }
}

export function firstObject(both: Fields): StoryObject {
  const blank = {
    by: undefined,
    changed: [],
    owners: new Map(),
    explained: {},
    undecided: {},
    severity: 'high',
  } as const
  const known = { version: 1, previousVersion: null, uid: 'u1', revision: 'c1', schema: 's1' }
  return { ...blank, ...known, ref: REF, git: both, live: both }
}

/** The object after a step. */
export function moved(object: StoryObject, step: StoryStep, at: Instant): StoryObject {
  const live = step.live === undefined ? object.live : step.live
  const git = step.git === undefined ? object.git : step.git
  const isNew = step.uid !== undefined && step.uid !== object.uid
  const changed = step.live === undefined ? [] : changedPaths(object.live ?? {}, step.live ?? {})
  const owners = new Map(isNew ? [] : object.owners)
  for (const path of changed) {
    if (step.by !== undefined && step.by !== '' && live?.[path] !== undefined)
      owners.set(path, { manager: step.by, at })
    else owners.delete(path)
  }
  const version = step.live === undefined ? object.version : object.version + 1
  return {
    ...object,
    git,
    live,
    owners,
    changed,
    version,
    previousVersion: step.live === undefined || isNew ? object.previousVersion : object.version,
    by: step.live === undefined ? object.by : step.by,
    uid: step.uid ?? object.uid,
    revision: step.git === undefined ? object.revision : `${object.revision}+`,
    schema: step.schema ?? object.schema,
    explained: step.explained ?? object.explained,
    undecided: step.undecided ?? object.undecided,
    severity: step.severity ?? object.severity,
  }
}

function changedPaths(before: Fields, after: Fields): readonly string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return paths.filter((path) => !sameJson(before[path], after[path]))
}

function act(
  memory: RecordInMemory,
  object: StoryObject,
  step: StoryStep,
  settings: LedgerSettings,
  now: Instant,
): void {
  if (step.command !== undefined) {
    const { path, run } = step.command
    const finding = memory.record.findings.find(({ drift }) => drift.path === path)
    if (finding !== undefined) memory.apply(run(finding, now))
    return
  }
  if (step.waits === true) return
  const observed = (): LedgerChange | undefined =>
    recordObservation(
      memory.record,
      observation(object, step, now, memory),
      settings,
      now,
      object.git === null ? undefined : manifestOf(object.git),
    )
  memory.apply(observed())
  // I4: the same again must change nothing. What it would change shows as an entry that no story expects.
  memory.apply(observed())
}

function observation(object: StoryObject, step: StoryStep, now: Instant, memory: RecordInMemory): Observation {
  const common = { ref: REF, at: now, sources: ['shop'] }
  if (step.unknown !== undefined) return { ...common, state: 'unknown', reason: step.unknown }
  if (step.unclaimed !== undefined) return { ...common, state: 'unclaimed', because: step.unclaimed }
  return observationOf(object, now, memory.record.agreed)
}

/** Everything that comes due until a time, each at its own. */
function passTime(memory: RecordInMemory, settings: LedgerSettings, from: Instant, to: Instant): void {
  for (;;) {
    const [due] = dueSteps(memory, settings)
      .filter(({ at }) => at <= to)
      .toSorted((a, b) => a.at - b.at)
    if (due === undefined) return
    const change = due.run(Math.max(due.at, from))
    if (change === undefined) return
    memory.apply(change)
  }
}

function dueSteps(
  { record }: RecordInMemory,
  settings: LedgerSettings,
): readonly { readonly at: Instant; readonly run: (now: Instant) => LedgerChange | undefined }[] {
  const findings = record.findings.flatMap((finding) => {
    const until = finding.handling.kind === 'accepted' ? finding.handling.until : null
    return [
      { at: opensAt(finding, settings), run: (now: Instant) => openDue(finding, now, settings) },
      { at: settlesAt(finding, settings), run: (now: Instant) => settleDue(finding, now, settings) },
      { at: until, run: (now: Instant) => acceptanceEnded(finding, now, settings) },
    ]
  })
  const fights = record.fights.map((fight) => ({
    at: quietAt(fight, settings),
    run: (now: Instant) => fightDue(fight, now, settings),
  }))
  return [...findings, ...fights].flatMap(({ at, run }) => (at === null ? [] : [{ at, run }]))
}
