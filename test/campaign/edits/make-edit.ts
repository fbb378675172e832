import { isObject } from '../../../src/model/json.ts'
import type { ScanReport } from '../../../src/model/scan-report.ts'
import type { PlannedEdit } from './edit-plan.ts'
import { type Expectation, expectationOf } from './expectation.ts'
import type { RawApi } from '../../cluster/raw-api.ts'
import { fingerprint, restore } from './restore.ts'
import { faultOf } from './score.ts'
import type { Target } from './target.ts'
import type { WriterApis } from './writer.ts'

/**
 * Only `hit` and `miss` count. `refused` by the server; `without-effect`: nothing is stored differently; `elsewhere`: only
 * records of owners, or values that Git has no other word on, are; `impossible`: this writer cannot make the change.
 */
export type Outcome = 'hit' | 'miss' | 'refused' | 'without-effect' | 'elsewhere' | 'impossible'

/** How one edit ended. */
export interface EditResult {
  readonly object: string
  readonly writer: string
  readonly what: string
  readonly path: string
  readonly outcome: Outcome
  /** What is wrong with a miss. */
  readonly fault?: string
}

/** What an edit needs around it. */
export interface Workbench {
  readonly apis: WriterApis
  /** Restores, as the administrator. */
  readonly admin: RawApi
  readonly assess: (target: Target) => Promise<ScanReport>
}

/** Makes one edit, looks what the product says of it, and takes it back. */
export async function makeEdit(edit: PlannedEdit, bench: Workbench): Promise<EditResult> {
  const { target, change, writer, written } = edit
  const about = { object: target.title, writer: writer.name, what: change.what, path: written }
  let outcome: EditResult['outcome'] = 'impossible'
  for (const editing of change.tries) {
    const sent = await writer.send(bench.apis, target, change, editing)
    if (sent === undefined) continue
    if (sent.answer.status >= 400) {
      outcome = 'refused'
      // A re-creation may fail when the object is already gone.
      if (sent.isHalfDone === true) await restore(bench.admin, target)
      continue
    }
    const live = await bench.admin.send({ method: 'GET', path: target.path })
    const expectation = isObject(live.body) ? expectationOf(target, writer, sent.wanted, live.body) : undefined
    if (expectation !== undefined) return { ...about, ...(await judged(edit, expectation, bench)) }
    const changed = fingerprint(live.body) !== fingerprint(target.pristine)
    if (changed) await restore(bench.admin, target)
    outcome = changed ? 'elsewhere' : 'without-effect'
  }
  return { ...about, outcome }
}

async function judged(
  { target, writer }: PlannedEdit,
  expectation: Expectation,
  { admin, assess }: Workbench,
): Promise<Pick<EditResult, 'outcome' | 'fault'>> {
  const report = await assess(target)
  await restore(admin, target)
  const fault = faultOf(report, expectation, writer)
  return fault === undefined ? { outcome: 'hit' } : { outcome: 'miss', fault }
}
