import { DECISION_REASONS } from '../../src/policy/decide/decision-reasons.ts'
import { MADE_BY } from './made-by.ts'

/** Every reason of a decision, a paragraph each. */
export function decisionsPage(): string {
  const sections = Object.entries(DECISION_REASONS).map(
    ([code, { title, text }]) => `## ${code}\n\n**${title}.** ${text}`,
  )
  return `${[MADE_BY, '# Decisions', INTRODUCTION, ...sections].join('\n\n')}\n`
}

const INTRODUCTION = `For every finding driftage decides what should happen now, what comes next and when, and why; also where nothing is to
happen. The reason is one of the codes below, in lists, in the API and in the record. Nothing is decided on what could not be
observed, and everything that disturbs people or writes anywhere is off until it is turned on.`
