import type { ActivityActor, ActivitySurface } from '../model/activity.ts'
import type { Finding } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { ObjectRef } from '../model/object-ref.ts'

/** Who asks for something, and through what; set where a request enters and carried unchanged. */
export interface CommandOrigin {
  readonly actor: ActivityActor
  readonly surface: ActivitySurface
}

/** What people may ask the ledger to do. Every command is checked, done in one transaction, and recorded as activity. */
export interface LedgerCommands {
  /** @throws DriftageError DRF5101 where there is no such finding, DRF5102 where it is resolved */
  acknowledge(findingId: string, origin: CommandOrigin): Promise<Finding>
  /** Until a time in the future, with a reason of at least one word; pins value, class of actor and severity. */
  accept(
    findingId: string,
    asked: { readonly until: Instant; readonly reason: string },
    origin: CommandOrigin,
  ): Promise<Finding>
  /** Takes an acknowledgement or acceptance back. */
  reopen(findingId: string, origin: CommandOrigin): Promise<Finding>
  assign(findingId: string, assignee: string | null, origin: CommandOrigin): Promise<Finding>
  /** Reads the object anew and assesses it; only where a service watches the cluster. */
  recheck(ref: ObjectRef, origin: CommandOrigin): Promise<void>
  /** A pipeline says what it rolled out. */
  deployed(source: string, revision: string, origin: CommandOrigin): Promise<void>
  /** Lets a held source (shrunk, rewritten) count. */
  confirmSource(source: string, origin: CommandOrigin): Promise<void>
}
