import { parsePath } from '../model/field-path-parse.ts'
import { printPath, startsWith, type FieldPath } from '../model/field-path.ts'
import { isObject, sameJson, type Json, type JsonObject } from '../model/json.ts'
import { compareText } from '../model/object-ref.ts'
import type { CheckedObservation } from '../model/observation.ts'
import { valueAt } from '../model/value-at.ts'
import { withValueAt } from '../model/with-value-at.ts'
import type { AgreedBase } from './ports.ts'

/**
 * The base that driftage saw agreed, field by field: what Git says now, and, at paths that differ or could not be
 * decided, what was agreed before. Undefined where nothing new was agreed.
 *
 * @param desired what Git says now, with sensitive leaves already replaced by their marks
 */
export function agreedAfter(
  previous: AgreedBase | null,
  observation: CheckedObservation,
  desired: JsonObject,
): AgreedBase | undefined {
  // A missing object agrees in nothing, and neither does one that Git no longer holds.
  const open = openPaths(observation)
  if (observation.version === undefined || open.some((path) => path.length === 0)) return undefined
  const manifest = open.reduce<Json>((root, path) => {
    const before = previous === null ? undefined : valueAt(previous.manifest, path)
    return withValueAt(root, path, before)
  }, desired)
  const neverAgreed = open
    .filter((path) => !wasAgreed(previous, path))
    .map(printPath)
    .sort(compareText)
  if (!isObject(manifest) || isSame(previous, manifest, neverAgreed)) return undefined
  const isWhole = previous === null || observation.undecided.length === 0
  const at = isWhole ? (observation.asOf ?? observation.at) : previous.at
  return { manifest, neverAgreed, revision: revisionOf(observation), at }
}

/** Whether what the base before says of a path, a value or none, was seen to agree. */
function wasAgreed(previous: AgreedBase | null, path: FieldPath): boolean {
  if (previous === null) return false
  const never = previous.neverAgreed.map((written) => parsePath(written) ?? [])
  return !never.some((other) => startsWith(other, path) || startsWith(path, other))
}

function isSame(previous: AgreedBase | null, manifest: JsonObject, neverAgreed: readonly string[]): boolean {
  if (previous === null || !sameJson(previous.manifest, manifest)) return false
  return sameJson(previous.neverAgreed, neverAgreed)
}

/** Paths without agreement, shortest first, each without those below it: the value above already holds them. */
function openPaths({ differences, undecided }: CheckedObservation): readonly FieldPath[] {
  const written = [...differences.map(({ drift }) => drift.path), ...undecided.map(({ path }) => path)]
  const paths = written.map(nearestPath).toSorted((a, b) => a.length - b.length)
  return paths.filter((path, i) => !paths.slice(0, i).some((above) => startsWith(path, above)))
}

/** The path, or where a key in it is masked and cannot be followed, the path of the list that it is a key of. */
function nearestPath(written: string): FieldPath {
  const path = parsePath(written) ?? []
  const masked = path.findIndex(
    (element) =>
      (element.kind === 'value' && element.value === '(masked)') ||
      (element.kind === 'key' && element.keys.some(({ value }) => value === '(masked)')),
  )
  return masked < 0 ? path : path.slice(0, masked)
}

function revisionOf({ sources, revisions }: CheckedObservation): string {
  return sources.map((name) => revisions[name] ?? '').find((revision) => revision !== '') ?? ''
}
