import { isDeletable } from './deletable.ts'
import type { EditResult, Workbench } from './make-edit.ts'
import { restore } from './restore.ts'
import { faultOf } from './score.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'

const NOBODY: Pick<Writer, 'severity'> = {}

/** Deletes an object, which must be missing then, and creates it again as Git says, after which nothing may be wrong. */
export async function deleteAndCreate(target: Target, bench: Workbench): Promise<readonly EditResult[]> {
  if (!isDeletable(target)) return []
  const { person } = bench.apis
  const body = { gracePeriodSeconds: 0, propagationPolicy: 'Background' }
  const about = { object: target.title, what: 'remove', path: '' }
  const deleted = await person.send({ method: 'DELETE', path: target.path, body })
  if (deleted.status >= 400) return [{ ...about, writer: 'delete', outcome: 'refused' }]
  const missing = {
    required: [{ path: '', kind: 'missing', manager: undefined, actorClasses: ['unknown'] }],
    allowed: new Set(['missing ']),
  } as const
  const first = faultOf(await bench.assess(target), missing, NOBODY)
  const manager = 'kubectl-create'
  const created = await person.send({ method: 'POST', path: target.collection, body: target.desired, manager })
  const nothing = { required: [], allowed: new Set<string>() }
  const second = faultOf(await bench.assess(target), nothing, NOBODY)
  await restore(bench.admin, target)
  const again: EditResult = { ...about, writer: 'delete and create as Git says', outcome: 'refused' }
  return [
    { ...about, writer: 'delete', ...outcomeOf(first) },
    created.status >= 400 ? again : { ...again, ...outcomeOf(second) },
  ]
}

function outcomeOf(fault: string | undefined): Pick<EditResult, 'outcome' | 'fault'> {
  return fault === undefined ? { outcome: 'hit' } : { outcome: 'miss', fault }
}
