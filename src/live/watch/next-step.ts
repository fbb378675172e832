import type { CodedError } from '../../model/coded-error.ts'
import type { WatchTrouble } from './live-event.ts'
import type { WatchEnd } from './watch-source.ts'

/** What a watch does after a stream has ended. */
export interface NextStep {
  /** Go on where the stream ended; begin anew with a list; or wait until the server serves the kind. */
  readonly next: 'resume' | 'list' | 'await-kind'
  /** Versions may have been missed, so that it has to be said. */
  readonly gap: boolean
  /** Whether a pause comes first, longer after each failure in a row; `refused` pauses are the longest. */
  readonly failed: 'no' | 'failed' | 'refused'
  /** Before going on, make sure that the cluster's history did not go back meanwhile. */
  readonly verify: boolean
  /** Nothing can be known of the scope until this ends: it is unknown at once, not merely stale after a while. */
  readonly blind: boolean
  /** Lists come in pages from now on, since the server streams none. */
  readonly paged: boolean
  readonly reason: WatchTrouble
  readonly error: CodedError | undefined
}

const ORDINARY = { gap: false, failed: 'failed', verify: false, blind: false, paged: false, error: undefined } as const

/**
 * @param listing whether the initial list was still under way
 * @param brief whether the stream was so short that opening it again at once would be hammering
 */
export function nextStep(end: WatchEnd, listing: boolean, brief: boolean): NextStep {
  const again = listing ? 'list' : 'resume'
  switch (end.by) {
    case 'closed':
      return { ...ORDINARY, next: again, failed: brief || listing ? 'failed' : 'no', reason: 'closed' }
    case 'silent':
      // A server that knows no streamed lists gives the objects and then waits for ever.
      return { ...ORDINARY, next: again, verify: !listing, paged: listing, reason: 'silent' }
    case 'damaged':
      return { ...ORDINARY, next: 'list', gap: !listing, reason: 'damaged' }
    case 'failure':
      break
  }
  const { meaning, reason, error } = end
  switch (meaning) {
    case 'expired':
      return { ...ORDINARY, next: 'list', gap: !listing, reason: 'expired', error }
    case 'too-new':
      return { ...ORDINARY, next: 'list', gap: !listing, reason, error }
    case 'no-initial-list':
      return { ...ORDINARY, next: 'list', failed: 'no', paged: true, reason, error }
    case 'not-served':
      return { ...ORDINARY, next: 'await-kind', gap: !listing, failed: 'no', blind: true, reason: 'crd-missing', error }
    case 'other': {
      const barred = reason === 'unauthorized' || reason === 'forbidden'
      const failed = reason === 'unreachable' || reason === 'timeout' ? 'failed' : 'refused'
      // A refusal of the version itself, whatever its words, must not be repeated for ever.
      const next = reason === 'refused' ? 'list' : again
      return { ...ORDINARY, next, failed, verify: next === 'resume', blind: barred, reason, error }
    }
  }
}
