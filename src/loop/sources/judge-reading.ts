import type { SourceGap } from '../../desired/source-gap.ts'
import type { CodedError } from '../../model/coded-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { objectsIn, type SourceReading } from './source-reading.ts'
import type { ShrinkLimit } from './watched-source.ts'

/** Whether a reading may take the place of the desired state in use. */
export type Judgement =
  | { readonly verdict: 'adopt' }
  /** Objects of the state in use could be hidden by what was not read: absence of evidence is no removal. */
  | { readonly verdict: 'refused'; readonly error: CodedError }
  | { readonly verdict: 'shrunk'; readonly from: number; readonly to: number }

export interface StateBefore {
  /** Also where the state itself could not be restored. */
  readonly objects: number
  readonly reading: Pick<SourceReading, 'manifests' | 'gaps'> | undefined
}

type Read = Pick<SourceReading, 'manifests' | 'gaps'>

export function judgeReading(reading: Read, before: StateBefore, limit: ShrinkLimit): Judgement {
  const { manifests, gaps } = reading
  const nothing = manifests.length === 0
  const error = nothing ? gaps.find(({ code }) => code !== EMPTY) : hidingGap(reading, before.reading)
  if (error !== undefined) return { verdict: 'refused', error: causeAmong(gaps, error) }
  const to = objectsIn(manifests)
  if (hasShrunk(before.objects, to, limit)) return { verdict: 'shrunk', from: before.objects, to }
  return { verdict: 'adopt' }
}

/** What is wrong with a state although it counts: pointers in place of manifests (F-18), or nothing at all. */
export function problemOf({ gaps }: Pick<SourceReading, 'gaps'>): CodedError | undefined {
  const lasting = gaps.find(({ code }) => code === POINTER || code === EMPTY)
  return lasting === undefined ? undefined : codedErrorOf(lasting)
}

const EMPTY = 'DRF2010'
const POINTER = 'DRF2008'

/** Net loss: names that only changed, such as those with hash suffixes, are no loss. */
function hasShrunk(from: number, to: number, { share, atLeast }: ShrinkLimit): boolean {
  if (to === 0) return from > 0
  return from - to >= atLeast && from - to > share * from
}

/** A gap in whose file an object is missing, or a pointer where none was: what it holds is not known (F-18). */
function hidingGap(now: Read, before: Read | undefined): SourceGap | undefined {
  if (before === undefined) return undefined
  const known = gapsByFile(before.gaps)
  const there = new Set(now.manifests.map(placeOfObject))
  const lost = new Set(before.manifests.filter((one) => !there.has(placeOfObject(one))).map(({ place }) => place.file))
  for (const [file, gaps] of gapsByFile(now.gaps)) {
    const isNew = gaps.length > (known.get(file)?.length ?? 0)
    const hides = lost.has(file) || [...lost].some((one) => one.startsWith(`${file}/`))
    if (isNew && (hides || gaps.some(({ code }) => code === POINTER))) return gaps[0]
  }
  return undefined
}

function gapsByFile(gaps: readonly SourceGap[]): ReadonlyMap<string, readonly SourceGap[]> {
  const byFile = new Map<string, SourceGap[]>()
  for (const gap of gaps) {
    const file = (gap.place ?? '').replace(/(?::\d+){1,2}$/, '')
    const others = byFile.get(file)
    if (others === undefined) byFile.set(file, [gap])
    else others.push(gap)
  }
  return byFile
}

function placeOfObject({ manifest, place }: SourceManifest): string {
  const { kind, metadata } = manifest as { readonly kind?: unknown; readonly metadata?: unknown }
  const { namespace, name } = (metadata ?? {}) as { readonly namespace?: unknown; readonly name?: unknown }
  return JSON.stringify([place.file, kind, namespace, name])
}

/** A pointer explains a render that failed beside it better than the renderer can. */
function causeAmong(gaps: readonly SourceGap[], first: SourceGap): CodedError {
  return codedErrorOf(gaps.find(({ code }) => code === POINTER) ?? first)
}

function codedErrorOf({ code, message, place }: SourceGap): CodedError {
  return place === undefined ? { code, message } : { code, message, place }
}
