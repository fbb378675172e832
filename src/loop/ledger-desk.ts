import { DriftageError } from '../errors/driftage-error.ts'
import { accept, acknowledge, assign, findingIn, reopen } from '../ledger/handling.ts'
import type { LedgerChange, LedgerReads, ObjectRecord } from '../ledger/ports.ts'
import { refOf } from '../ledger/step.ts'
import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { CommandOrigin, LedgerCommands } from './commands.ts'

/** What a command needs of whoever writes the ledger. */
export interface LedgerDeskParts {
  readonly reads: Pick<LedgerReads, 'finding'>
  /** Changes what is recorded of an object, decisions included. @throws DriftageError where nobody may write now */
  readonly change: (
    ref: ObjectRef,
    decide: (record: ObjectRecord, now: Instant) => LedgerChange | undefined,
  ) => Promise<unknown>
  /** Reads the object anew. @throws DriftageError where it is not watched from here */
  readonly recheck: (ref: ObjectRef) => Promise<void>
  /** @throws DriftageError where there is no such source */
  readonly deployed: (source: string, revision: string) => Promise<void>
  readonly confirmSource: (source: string) => Promise<void>
}

/** The commands of people, each checked against the record as it is when its turn comes, and done in one transaction. */
export function ledgerDesk(parts: LedgerDeskParts): LedgerCommands {
  type Handle = (finding: Finding, now: Instant) => LedgerChange | undefined
  const handle = async (id: string, decide: Handle): Promise<Finding> => {
    const known = await parts.reads.finding(id)
    if (known === undefined) throw noFinding(id)
    let after = known
    await parts.change(refOf(known), (record, now) => {
      const before = findingIn(record, known.id)
      const change = decide(before, now)
      after = change?.findings.find((one) => one.id === known.id) ?? before
      return change
    })
    return (await parts.reads.finding(known.id)) ?? after
  }
  return {
    acknowledge: (id, origin) => handle(id, (finding, now) => acknowledge(finding, origin, now)),
    accept: (id, asked, origin) => handle(id, (finding, now) => accept(finding, asked, origin, now)),
    reopen: (id, origin) => handle(id, (finding, now) => reopen(finding, origin, now)),
    assign: (id, assignee, origin) => handle(id, (finding, now) => assign(finding, assignee, origin, now)),
    recheck: (ref: ObjectRef, _origin: CommandOrigin) => parts.recheck(ref),
    deployed: (source, revision) => parts.deployed(source, revision),
    confirmSource: (source) => parts.confirmSource(source),
  }
}

function noFinding(id: string): DriftageError {
  return new DriftageError('DRF5101', `There is no finding ${id}. See the ids with driftage list. Nothing was changed.`)
}
