import { printPath } from '../../../src/model/field-path.ts'
import { Random } from '../../differential/random.ts'
import { additionChanges } from './addition-changes.ts'
import type { Change } from './change.ts'
import { comparedPart } from './compared-part.ts'
import { leafChanges } from './leaf-changes.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'
import { WRITERS } from './writers.ts'

/** One edit that is to be made: who makes which change to which object. */
export interface PlannedEdit {
  readonly target: Target
  readonly change: Change
  readonly writer: Writer
  readonly written: string
}

/** Which of the edits of an object are made. */
export interface Choice {
  readonly seed: number
  /** Share of them, 0 to 1. */
  readonly share: number
  /** Whether each change is made by every writer that can make it, or only by three of them that the seed chooses. */
  readonly by: 'every writer' | 'some writers'
}

const SOME_WRITERS = 3

/** Every change of an object by the writers that can make it, in an order that only the seed decides. */
export function planEdits(target: Target, { seed, share, by }: Choice): readonly PlannedEdit[] {
  const random = new Random(seed ^ hashOf(target.path))
  const live = comparedPart(target.pristine)
  const changes = [...leafChanges(target.schema, live), ...additionChanges(target.schema, live)]
  return changes.flatMap((change) => {
    const written = printPath(change.path)
    if (isLeftOut(target, written)) return []
    const able = WRITERS.filter((writer) => writer.appliesTo(target, change, written))
    const chosen = random.some(able, by === 'every writer' ? able.length : SOME_WRITERS)
    return chosen.filter(() => random.chance(share)).map((writer) => ({ target, change, writer, written }))
  })
}

/** What cannot be taken back: a claim only ever grows. */
function isLeftOut({ kind }: Target, written: string): boolean {
  return kind.kind === 'PersistentVolumeClaim' && written.startsWith('.spec.resources')
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return hash
}
