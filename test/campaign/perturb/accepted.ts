import type { Author, EndFinding, EndState } from './end-state.ts'
import type { Difference } from './perturbation.ts'

/** Objects that were away for a time, said by their place: their absence is remembered as what it was, and is over. */
export function awayForATime(...objects: readonly string[]): Difference {
  const isAbsence = ({ place, drift, state }: EndFinding): boolean =>
    objects.includes(place.trimEnd()) && drift === 'drift missing' && state === 'settling, gone as reverted'
  return {
    why: `${objects.join(', ')} had really gone, and that is remembered as an absence that is over`,
    accept: (end) => ({ ...end, findings: end.findings.filter((finding) => !isAbsence(finding)) }),
  }
}

/** An author, or who undid a change, may be known less well; nobody may be named who was not there, nor more be said. */
export const WEAKER_AUTHORS: Difference = {
  why: 'authors may be known less well, and are never wrong',
  accept: (end, usual) => ({
    ...end,
    findings: end.findings.map((finding) => {
      const known = usual.findings.find(({ place }) => place === finding.place)
      if (known === undefined || !isWeaker(finding.author, known.author)) return finding
      const actorClass = finding.actorClass === 'unknown' ? known.actorClass : finding.actorClass
      return { ...finding, author: known.author, actorClass }
    }),
    fixes: end.fixes.map((fix) => {
      const known = usual.fixes.find(({ place }) => place === fix.place)
      if (known === undefined) return fix
      const author = isWeaker(fix.author, known.author) ? known.author : fix.author
      return { ...fix, author, undoer: isWeaker(fix.undoer, known.undoer) ? known.undoer : fix.undoer }
    }),
  }),
}

const CONFIDENCES = ['unknown', 'possible', 'likely', 'certain'] as const

function isWeaker(said: Author, known: Author): boolean {
  const isNoSurer = CONFIDENCES.indexOf(said.confidence) <= CONFIDENCES.indexOf(known.confidence)
  const isNobodyElse = said.users.every((user) => known.users.includes(user))
  const isSameClient = said.manager === null || said.manager === 'unknown' || said.manager === known.manager
  return isNoSurer && isNobodyElse && isSameClient
}

/** What people took back themselves, so that nothing was overwritten where it was seen. */
const TAKEN_BACK: readonly string[] = ['ConfigMap/settings .data.mode', 'ConfigMap/legacy ']

/**
 * A list tells what is there and not who wrote it: several writes may lie between two looks, so nobody is named for certain,
 * and what people took back may just as well have been overwritten by nobody who can be named.
 */
export const SEEN_THROUGH_A_GAP: Difference = both(WEAKER_AUTHORS, {
  why: 'what people took back unseen counts as undone by nobody who can be named',
  accept: (end) => ({
    ...end,
    fixes: end.fixes.filter(
      ({ place, undoer }) => !TAKEN_BACK.includes(place) || undoer.users.length > 0 || undoer.confidence !== 'unknown',
    ),
  }),
})

export function both(one: Difference, other: Difference): Difference {
  return {
    why: `${one.why}; ${other.why}`,
    accept: (end: EndState, usual: EndState) => other.accept(one.accept(end, usual), usual),
  }
}
