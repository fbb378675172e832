import { readSourceFiles } from '../../desired/source-files.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { CodedError } from '../../model/coded-error.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { AskedHead, HeadChecks } from './head-checks.ts'
import { goneText, rewrittenText, shrunkText } from './held-texts.ts'
import { judgeReading, type Judgement } from './judge-reading.ts'
import { mayPass, type SourceReader } from './source-reader.ts'
import { objectsIn, type OpenedSource, type SourceReading } from './source-reading.ts'
import { DEFAULT_SHRINK } from './watched-source.ts'

/** What one check saw. `askedAt`: everything that was pushed before is taken into account. */
export type Sight =
  | { readonly kind: 'same'; readonly askedAt: Instant }
  | { readonly kind: 'moved'; readonly askedAt: Instant; readonly reading: SourceReading }
  | HeldSight
  | {
      readonly kind: 'failed'
      readonly askedAt?: Instant
      readonly error: CodedError
      readonly reading?: SourceReading
    }

export interface HeldSight {
  readonly kind: 'held'
  readonly askedAt: Instant
  readonly reason: NonNullable<SourceState['held']>['reason']
  readonly message: string
  /** The commit that waits; empty where there is none. */
  readonly revision: string
  /** How many objects would be left; undefined where that was not looked at. */
  readonly objects?: number
  readonly reading?: SourceReading
}

/** What a check goes by. */
export interface Known {
  readonly inUse: SourceReading | undefined
  /** What is in use was read as it would be read now; false after the configuration of the source changed. */
  readonly isComparable: boolean
  /** Commit that the head must descend from; empty where there is none. */
  readonly anchor: string
  /** Objects of the last state in use, also where it could not be restored. */
  readonly objects: number
  /** What the check before saw, where that is not in use. */
  readonly last: Sight | undefined
  /** What a person confirmed: a rewritten head, a number of objects. */
  readonly confirmed: { readonly head?: string; readonly objects?: number }
  /** Reads the state at the anchor again, after a start of the service. */
  restore(): Promise<SourceReading | undefined>
}

/** One check: asks for the head first, reads only what changed (G-7), and says what may count. Throws DriftageError. */
export async function lookAtSource(
  known: Known,
  reader: SourceReader,
  heads: HeadChecks,
  notBefore: Instant,
  now: () => Instant,
): Promise<Sight> {
  const { spec } = reader.source
  if (spec.kind === 'path') {
    const askedAt = now()
    return lookAtTree(known, reader, await reader.open(), askedAt)
  }
  const head = await heads.ask(spec.repository, spec.revision, notBefore)
  const { commit, askedAt } = head
  if (commit === undefined) return gone(known, spec.revision, head)
  const { inUse, isComparable } = known
  const isThere = isComparable && inUse?.open.revision === commit
  if (isThere && (await reader.isSameOutside(inUse.read))) return { kind: 'same', askedAt }
  const open = await reader.open(commit)
  if (!(await descends(open, known))) {
    const message = rewrittenText(reader.source.name, spec.revision, known.anchor, open.revision)
    return { kind: 'held', askedAt, reason: 'rewritten', message, revision: open.revision }
  }
  return lookAtTree(known, reader, open, askedAt)
}

function gone({ inUse, anchor }: Known, revision: string, { askedAt, defaultBranch }: AskedHead): Sight {
  const message = goneText(revision, anchor, defaultBranch)
  if (inUse !== undefined || anchor !== '')
    return { kind: 'held', askedAt, reason: 'branch-gone', message, revision: '' }
  return { kind: 'failed', askedAt, error: { code: 'DRF2032', message } }
}

async function descends({ graph, revision }: OpenedSource, { anchor, confirmed }: Known): Promise<boolean> {
  if (anchor === '' || graph === undefined || (await graph.isAncestor(anchor, revision))) return true
  return confirmed.head !== undefined && graph.isAncestor(confirmed.head, revision)
}

async function lookAtTree(known: Known, reader: SourceReader, open: OpenedSource, askedAt: Instant): Promise<Sight> {
  const { inUse, isComparable, last, confirmed } = known
  if (isComparable && inUse !== undefined && (await reader.wouldBeSame(inUse.read, open))) {
    if (inUse.open.revision === open.revision && inUse.open.dirty === open.dirty) return { kind: 'same', askedAt }
    return { kind: 'moved', askedAt, reading: await advanced(inUse, open) }
  }
  const earlier = last !== undefined && last.kind !== 'same' ? last.reading : undefined
  const isRead = earlier !== undefined && (await reader.wouldBeSame(earlier.read, open))
  const reading = isRead ? await advanced(earlier, open) : await reader.read(open)
  const judgement = await judged(reading, known, reader)
  switch (judgement.verdict) {
    case 'adopt':
      return { kind: 'moved', askedAt, reading }
    case 'refused':
      return { kind: 'failed', askedAt, error: judgement.error, ...(mayPass(judgement.error.code) ? {} : { reading }) }
    case 'shrunk': {
      const { from, to } = judgement
      // A reading of nothing has a gap of its own that says so; a person said that nothing is meant.
      if (confirmed.objects !== undefined && to >= confirmed.objects)
        return { kind: 'moved', askedAt, reading: meant(reading) }
      const message = shrunkText(reader.source.name, open.revision, from, to)
      return { kind: 'held', askedAt, reason: 'shrunk', message, revision: open.revision, objects: to, reading }
    }
  }
}

/** Nothing that the source depends on changed; what stands beside it may have. */
async function advanced(reading: SourceReading, open: OpenedSource): Promise<SourceReading> {
  return { ...reading, open, files: await readSourceFiles(open.tree, open.folder) }
}

function meant(reading: SourceReading): SourceReading {
  return { ...reading, gaps: reading.gaps.filter(({ code }) => code !== 'DRF2010') }
}

/** Where something is wrong and the old state was not read since the service started, it is read to compare with. */
async function judged(reading: SourceReading, known: Known, reader: SourceReader): Promise<Judgement> {
  const limit = reader.source.shrink ?? DEFAULT_SHRINK
  const judgement = judgeReading(reading, { objects: known.objects, reading: known.inUse }, limit)
  const isSound = judgement.verdict === 'adopt' && reading.gaps.length === 0
  if (isSound || known.inUse !== undefined) return judgement
  const old = await known.restore()
  return old === undefined
    ? judgement
    : judgeReading(reading, { objects: objectsIn(old.manifests), reading: old }, limit)
}

/** What ended a check, as a value. The message of a fault of driftage itself could hold a value of a manifest. */
export function failureOf(error: unknown): Sight {
  if (error instanceof DriftageError) {
    const { code, message, place } = error
    return { kind: 'failed', error: place === undefined ? { code, message } : { code, message, place } }
  }
  const message =
    'driftage failed on this source in a way that it does not foresee. Other sources go on; please report it. The last good state stays in use.'
  return { kind: 'failed', error: { code: 'DRF1099', message } }
}
