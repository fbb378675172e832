import type { Difference } from '../model/difference.ts'
import type { FieldPath } from '../model/field-path.ts'
import { at, type Json, type JsonObject } from '../model/json.ts'
import type { ReportedDrift } from '../model/scan-report.ts'
import type { Assessment } from './assessment.ts'

/** Where in Git the field stands: the line of the field, or of its nearest ancestor where Git is silent at the path. */
export function sourceOf(
  { desired }: Assessment,
  difference: Difference,
  revisions: ReadonlyMap<string, string>,
): ReportedDrift['source'] {
  const { source, place } = desired
  const line = lineOf(desired, difference) ?? place.line ?? null
  return { name: source, revision: revisions.get(source) ?? '', file: place.file, line }
}

function lineOf(desired: Assessment['desired'], difference: Difference): number | undefined {
  if (desired.place.lineOf === undefined) return undefined
  const steps: (string | number)[] = []
  let here: Json | undefined = desired.manifest
  for (const element of asWritten(desired.manifest, difference.path)) {
    const step = stepIn(here, element)
    if (step === undefined) break
    steps.push(step)
    here = Array.isArray(here) ? here[step as number] : at(here, String(step))
  }
  return desired.place.lineOf(steps)
}

/** Values of a Secret are compared in `data`; Git may hold them in `stringData`, which wins. */
function asWritten(manifest: JsonObject, path: FieldPath): FieldPath {
  const [first, second, ...rest] = path
  const isData = first?.kind === 'field' && first.name === 'data' && second?.kind === 'field'
  if (!isData || manifest['kind'] !== 'Secret' || at(manifest, 'stringData', second.name) === undefined) return path
  return [{ kind: 'field', name: 'stringData' }, second, ...rest]
}

function stepIn(value: Json | undefined, element: Difference['path'][number]): string | number | undefined {
  if (element.kind === 'field') return at(value, element.name) === undefined ? undefined : element.name
  if (!Array.isArray(value)) return undefined
  if (element.kind === 'index') return element.index
  const items: readonly Json[] = value
  const index = items.findIndex((item) =>
    element.kind === 'value'
      ? item === element.value
      : element.keys.every((part) => (at(item, part.name) ?? part.value) === part.value),
  )
  return index < 0 ? undefined : index
}
