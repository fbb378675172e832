import { describe, expect, it } from 'vitest'
import { codedError } from '../../errors/driftage-error.ts'
import { nextStep } from './next-step.ts'
import { pauseAfter } from './surroundings.ts'
import type { WatchEnd, WatchFailure } from './watch-source.ts'

function failure(meaning: WatchFailure['meaning'], reason: WatchFailure['reason'] = 'server-error'): WatchEnd {
  return { type: 'end', by: 'failure', meaning, reason, error: codedError('DRF3031', ''), retryAfterMs: undefined }
}

/** What comes next, in the words of a person: only what is out of the ordinary. */
function after(end: WatchEnd, listing = false, brief = false): string {
  const { next, gap, failed, verify, blind, paged } = nextStep(end, listing, brief)
  const notes = Object.entries({ gap, verify, blind, paged }).flatMap(([name, set]) => (set ? [name] : []))
  return [next, failed === 'no' ? 'at once' : `after a pause (${failed})`, ...notes].join(', ')
}

describe('a stream that follows a cluster', () => {
  it.each<[string, WatchEnd, string]>([
    ['its time is up', { type: 'end', by: 'closed' }, 'resume, at once'],
    ['F-04: it went silent', { type: 'end', by: 'silent' }, 'resume, after a pause (failed), verify'],
    ['F-05: a line is damaged', { type: 'end', by: 'damaged' }, 'list, after a pause (failed), gap'],
    ['F-02: history is gone', failure('expired'), 'list, after a pause (failed), gap'],
    ['R-28: the server is behind', failure('too-new'), 'list, after a pause (failed), gap'],
    ['F-01: the connection broke', failure('other', 'unreachable'), 'resume, after a pause (failed), verify'],
    ['F-08: 401', failure('other', 'unauthorized'), 'resume, after a pause (refused), verify, blind'],
    ['F-08: 403', failure('other', 'forbidden'), 'resume, after a pause (refused), verify, blind'],
    ['F-10: 404', failure('not-served', 'refused'), 'await-kind, at once, gap, blind'],
    ['F-12: 429', failure('other', 'throttled'), 'resume, after a pause (refused), verify'],
    ['the version is refused', failure('other', 'refused'), 'list, after a pause (refused)'],
  ])('%s', (_, end, expected) => {
    expect(after(end)).toBe(expected)
  })

  it('is not opened again at once where it ends as soon as it is open', () => {
    expect(after({ type: 'end', by: 'closed' }, false, true)).toBe('resume, after a pause (failed)')
  })
})

describe('a list', () => {
  it.each<[string, WatchEnd, string]>([
    ['ends before it is complete', { type: 'end', by: 'closed' }, 'list, after a pause (failed)'],
    [
      'goes silent, as servers do that stream none',
      { type: 'end', by: 'silent' },
      'list, after a pause (failed), paged',
    ],
    ['is damaged', { type: 'end', by: 'damaged' }, 'list, after a pause (failed)'],
    ['is refused as a stream', failure('no-initial-list', 'refused'), 'list, at once, paged'],
    ['F-02: expires between two pages', failure('expired', 'refused'), 'list, after a pause (failed)'],
    ['F-08: is forbidden', failure('other', 'forbidden'), 'list, after a pause (refused), blind'],
    ['F-10: is of a kind that is not served', failure('not-served', 'refused'), 'await-kind, at once, blind'],
  ])('that %s', (_, end, expected) => {
    expect(after(end, true)).toBe(expected)
  })
})

describe('pauses', () => {
  it('double up to a limit, and are cut by up to a half', () => {
    const pauses = (random: number) =>
      [0, 1, 2, 3, 9, 9_999].map((failures) => pauseAfter(failures, 500, 30_000, random))
    expect(pauses(1)).toEqual([0, 500, 1_000, 2_000, 30_000, 30_000])
    expect(pauses(0)).toEqual([0, 250, 500, 1_000, 15_000, 15_000])
  })
})
