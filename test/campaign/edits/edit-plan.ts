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

/** How many kinds of writers make each change in a whole run. */
const WRITERS_PER_CHANGE = { modify: 3, remove: 2, add: 3, reorder: 2 } as const

/** Every change of an object, each by some of the writers that can make it, in an order that only the seed decides. */
export function planEdits(target: Target, seed: number, share: number): readonly PlannedEdit[] {
  const random = new Random(seed ^ hashOf(target.path))
  const live = comparedPart(target.pristine)
  const changes = [...leafChanges(target.schema, live), ...additionChanges(target.schema, live)]
  return changes.flatMap((change) => {
    const written = printPath(change.path)
    if (isLeftOut(target, written)) return []
    const able = WRITERS.filter((writer) => writer.appliesTo(target, change, written))
    const chosen = random.some(able, WRITERS_PER_CHANGE[change.what])
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
