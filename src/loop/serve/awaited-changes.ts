import type { SeenChange } from '../../ledger/attribution/seen-change.ts'
import { HOUR, type Instant } from '../../model/instant.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'

/** A change that an event may still come for. */
export interface AwaitedChange {
  readonly findingId: string
  readonly ref: ObjectRef
  readonly change: SeenChange
  readonly since: Instant
  /** Of the value that the change gave; null where it took it away. */
  readonly valueMark?: string | null
  /** Id of the overwritten fix that the change undid; absent where it made the difference. */
  readonly undid?: string
}

const MOST = 50_000

/** Changes whose author may be better known within an hour, by the version that they came with. The oldest go first. */
export class AwaitedChanges {
  readonly #byVersion = new Map<string, readonly AwaitedChange[]>()

  of(ref: ObjectRef, resourceVersion: string): readonly AwaitedChange[] {
    return this.#byVersion.get(keyOf(ref, resourceVersion)) ?? []
  }

  /** Whether the author of a finding's value is awaited, as it came with this change. */
  hasAuthorOf(findingId: string, { origin }: SeenChange): boolean {
    return this.of(origin.ref, origin.id.resourceVersion).some(
      (one) => one.findingId === findingId && one.undid === undefined,
    )
  }

  /** In place of an earlier one about the same. */
  add(awaited: AwaitedChange): void {
    const { ref, change, since } = awaited
    const { resourceVersion } = change.origin.id
    const key = keyOf(ref, resourceVersion)
    const others = this.of(ref, resourceVersion).filter(
      ({ findingId, undid }) => findingId !== awaited.findingId || undid !== awaited.undid,
    )
    this.#byVersion.delete(key)
    this.#byVersion.set(key, [...others, awaited])
    for (const [old, [first]] of this.#byVersion) {
      const isOld = first === undefined || first.since < since - HOUR
      if (!isOld && this.#byVersion.size <= MOST) break
      this.#byVersion.delete(old)
    }
  }
}

function keyOf(ref: ObjectRef, resourceVersion: string): string {
  return `${printRef(ref)} ${resourceVersion}`
}
