import { Random } from '../../../differential/random.ts'
import { WEAKER_AUTHORS } from '../accepted.ts'
import type { Perturbation } from '../perturbation.ts'

export function auditEventsAreDropped(): Perturbation {
  const random = new Random(27)
  return {
    id: 'F-27',
    what: 'a third of the audit events is dropped',
    auditWay: (lines) => lines.filter(() => random.chance(2 / 3)),
    differs: WEAKER_AUTHORS,
  }
}

export function auditEventsAreDoubled(): Perturbation {
  return { id: 'F-27', what: 'each audit event comes twice', auditWay: (lines) => [...lines, ...lines] }
}

/** @param ms for how long each of them is kept back */
export function auditEventsAreLate(ms = 3_000): Perturbation {
  const random = new Random(28)
  let kept: readonly { readonly line: string; readonly dueAt: number }[] = []
  return {
    id: 'F-27',
    what: `audit events come up to ${ms} ms late, each by itself, so that none are in order`,
    auditWay: (lines) => {
      const now = Date.now()
      kept = [...kept, ...lines.map((line) => ({ line, dueAt: now + random.between(0, ms) }))]
      const due = kept.filter(({ dueAt }) => dueAt <= now)
      kept = kept.filter(({ dueAt }) => dueAt > now)
      return random.shuffled(due.map(({ line }) => line))
    },
  }
}
