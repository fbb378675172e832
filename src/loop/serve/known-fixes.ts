import { HOUR, type Instant } from '../../model/instant.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'

interface Known {
  readonly fix: OverwrittenFix
  readonly madeBy: VersionId | undefined
  readonly since: Instant
}

const MOST = 10_000

/**
 * Overwritten fixes as they were written last, for an hour: an engine is often quicker than the audit log, which then tells
 * of both, the change and its undoing, when the fix is recorded already.
 */
export class KnownFixes {
  readonly #known = new Map<string, Known>()

  /** @param madeBy the version that first had the value; undefined where it was never seen */
  put(fix: OverwrittenFix, madeBy: VersionId | undefined, now: Instant): void {
    this.#known.delete(fix.id)
    this.#known.set(fix.id, { fix, madeBy, since: now })
    for (const [id, { since }] of this.#known) {
      if (since >= now - HOUR && this.#known.size <= MOST) break
      this.#known.delete(id)
    }
  }

  replace(fix: OverwrittenFix): void {
    const known = this.#known.get(fix.id)
    if (known !== undefined) this.#known.set(fix.id, { ...known, fix })
  }

  drop(id: string): void {
    this.#known.delete(id)
  }

  get(id: string): OverwrittenFix | undefined {
    return this.#known.get(id)?.fix
  }

  /** Those of a finding whose value came with this version. */
  madeBy(findingId: string, { uid, resourceVersion }: VersionId): readonly OverwrittenFix[] {
    return [...this.#known.values()]
      .filter(
        ({ fix, madeBy }) =>
          fix.findingId === findingId && madeBy?.uid === uid && madeBy.resourceVersion === resourceVersion,
      )
      .map(({ fix }) => fix)
  }
}
