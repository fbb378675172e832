import type { CodedError } from '../../model/coded-error.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { SourceNews } from './source-event.ts'
import type { WatchedSource } from './watched-source.ts'

type Held = NonNullable<SourceState['held']>

interface HeldAs extends Omit<Held, 'since'> {
  /** How many objects would be left, where that is the reason. */
  readonly objects?: number
}

/** What is known of one source, moved from one state to the next; each move says what of it is news. */
export class SourceStanding {
  #state: SourceState
  /** Objects that were left when somebody was last told. */
  #left: number | undefined

  /** @param restored what an earlier run knew; its revision stands until another desired state is in use */
  constructor(source: WatchedSource, restored: SourceState | undefined) {
    const { name, cluster, owner } = source
    const none = { revision: '', fetchedAt: null, failing: null, held: null, deployed: null, objects: 0 }
    // Whether the baseline is over is for the loop to say.
    this.#state = { ...none, baselineSince: null, ...restored, name, cluster, owner }
  }

  get state(): SourceState {
    return this.#state
  }

  set owner(owner: string | null) {
    this.#state = { ...this.#state, owner }
  }

  fetched(at: Instant): void {
    this.#state = { ...this.#state, fetchedAt: at }
  }

  inUse(revision: string, objects: number): void {
    this.#state = { ...this.#state, revision, objects }
  }

  /**
   * The desired state in use is what the source says now.
   * @param problem what of it cannot be read, nevertheless
   */
  agrees(problem: CodedError | undefined, confirmed: boolean, now: Instant): SourceNews | null {
    const { held } = this.#state
    const works = problem === undefined ? this.#works() : this.fails(problem, now)
    this.#state = { ...this.#state, held: null }
    this.#left = undefined
    if (held === null) return works
    return confirmed ? 'confirmed' : 'released'
  }

  #works(): SourceNews | null {
    const was = this.#state.failing
    this.#state = { ...this.#state, failing: null }
    return was === null ? null : 'recovered'
  }

  /** The beginning stays while it fails, whatever for. */
  fails({ code, message }: CodedError, now: Instant): SourceNews | null {
    const was = this.#state.failing
    this.#state = { ...this.#state, failing: { since: was?.since ?? now, code, message } }
    return was === null || was.code !== code ? 'failing' : null
  }

  /** One notice for each reason; another one where even less is left, which nobody has seen yet. */
  holds({ reason, message, objects }: HeldAs, now: Instant): SourceNews | null {
    this.#works()
    const was = this.#state.held
    const isSame = was?.reason === reason
    const isWorse = objects !== undefined && this.#left !== undefined && objects < this.#left
    this.#left = objects
    this.#state = { ...this.#state, held: { since: isSame ? was.since : now, reason, message } }
    return isSame && !isWorse ? null : 'held'
  }

  deployed(revision: string, at: Instant): SourceNews {
    this.#state = { ...this.#state, deployed: { revision, at } }
    return 'deployed'
  }
}
