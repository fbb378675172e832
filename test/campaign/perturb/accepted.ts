import type { Author, EndFinding, EndFix, EndState } from './end-state.ts'
import type { Difference } from './perturbation.ts'

/** An absence is over; at once where the types are others by then, so that nobody can tell whether it was undone. */
const ENDED: readonly string[] = ['settling, gone as reverted', 'resolved']

const ENGINE = 'argocd-controller'

/** Objects that were away for a time, said by their place: their absence is remembered as what it was, and is over. */
export function awayForATime(...objects: readonly string[]): Difference {
  return away(objects, ({ manager }) => manager === ENGINE)
}

/** The same of objects whose kind was away with them: where the new one came with the first list, nobody wrote it in sight. */
export function awayWithItsKind(...objects: readonly string[]): Difference {
  return away(objects, ({ manager, users, confidence }) =>
    confidence === 'unknown' ? users.length === 0 && manager === null : manager === ENGINE,
  )
}

function away(objects: readonly string[], canHaveEnded: (undoer: Author) => boolean): Difference {
  const isPlace = (place: string): boolean => objects.includes(place.trimEnd())
  const isAbsence = ({ place, drift, state }: EndFinding): boolean =>
    isPlace(place) && drift === 'drift missing' && ENDED.includes(state)
  const isUndoing = ({ place, undoer }: EndFix): boolean => isPlace(place) && canHaveEnded(undoer)
  return {
    why: `${objects.join(', ')} had really gone, which is remembered as an absence that the engine has ended`,
    accept: (end, usual) => ({
      ...end,
      findings: end.findings.flatMap((finding) => {
        if (!isAbsence(finding)) return [finding]
        const known = usual.findings.find(({ place }) => place === finding.place)
        if (known === undefined) return []
        return [hasAtMostOneMore(finding.life, known.life) ? { ...finding, life: known.life } : finding]
      }),
      fixes: end.fixes.filter((fix) => !isUndoing(fix)),
    }),
  }
}

/** A server tells of a definition some moment before it publishes its types: what was judged in between ends as that. */
export function judgedBeforeTypesWerePublished(place: string): Difference {
  return {
    why: `${place} was a difference, in grace, until the server had published the new types`,
    accept: (end) => ({
      ...end,
      findings: end.findings.filter((one) => one.place !== place || one.state !== 'resolved'),
    }),
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

/** What was there at the time of the copy was there again, and what came after it came a second time. */
export const HISTORY_WENT_BACK: Difference = both(SEEN_THROUGH_A_GAP, {
  why: 'what had been undone by that and came again is one flip or regression more, undone by nobody who can be named',
  accept: (end, usual) => ({
    ...end,
    findings: end.findings.map((finding) => {
      const known = usual.findings.find(({ place }) => place === finding.place)
      return known !== undefined && hasAtMostOneMore(finding.life, known.life)
        ? { ...finding, life: known.life }
        : finding
    }),
    fixes: end.fixes.filter(
      ({ place, undoer }) => usual.fixes.some((one) => one.place === place) || undoer.confidence !== 'unknown',
    ),
  }),
})

function hasAtMostOneMore(life: EndFinding['life'], usual: EndFinding['life']): boolean {
  const more = life.flips - usual.flips + (life.regressions - usual.regressions)
  return more === 1 && life.flips >= usual.flips && life.regressions >= usual.regressions
}

export function both(one: Difference, other: Difference): Difference {
  return {
    why: `${one.why}; ${other.why}`,
    accept: (end: EndState, usual: EndState) => other.accept(one.accept(end, usual), usual),
  }
}
