import type { Decision } from '../../../../model/decision.ts'
import { printInstant } from '../../../../model/instant.ts'
import type { ReplayedRule, RuledFinding, RuledPart, UntoldFact } from '../../../../model/rules-replay.ts'
import { visible } from '../../../../model/visible-text.ts'
import { list } from '../count-text.ts'

const CANNOT_TELL = '(cannot be told)'

/** One part of what rules make of a finding. */
export function partText(ruled: Partial<RuledFinding>, part: RuledPart): string {
  switch (part) {
    case 'expected':
      if (ruled.expected === undefined) return CANNOT_TELL
      return ruled.expected === null ? 'no' : `by ${visible(ruled.expected)}`
    case 'owner':
      if (ruled.owner === undefined) return CANNOT_TELL
      return ruled.owner === null ? 'nobody' : visible(ruled.owner)
    case 'decision':
      return ruled.decision === undefined ? CANNOT_TELL : decisionText(ruled.decision)
    case 'severity':
    case 'state':
      return ruled[part] ?? CANNOT_TELL
  }
}

/** What is due, what comes next and when, or why nothing does. */
function decisionText({ reason, due, next }: Decision): string {
  const coming = next === null ? '' : `${next.step === 'open' ? 'opens' : next.step} ${minuteOf(next.at)}`
  const steps = [due === null ? '' : `${due} due`, coming].filter((step) => step !== '').join(', then ')
  return steps === '' ? reason : `${steps} (${reason})`
}

function minuteOf(at: number): string {
  return `${printInstant(at).slice(0, 16)}Z`
}

const FACTS: Readonly<Record<UntoldFact['fact'], string>> = {
  labels: 'the labels of the object',
  'catalogue-severity': 'the severity of the catalogue',
  catalogue: 'whether the catalogue or admission explains it',
  'git-moved': 'whether Git moved as well',
  'named-owner': 'whether CODEOWNERS or a label names the owner',
  'source-rules': "what the source's own rules say",
  decision: 'what was decided before',
  'too-many': 'more labels than can be tried out',
}

/** `the labels of the object (asked for by sale)`. */
export function factText({ fact, rules }: UntoldFact): string {
  return rules.length === 0 ? FACTS[fact] : `${FACTS[fact]} (${list(rules.map(visible))})`
}

const STANDINGS: Readonly<Record<ReplayedRule['standing'], string>> = {
  hits: '',
  overruled: 'rules before it say everything that it says',
  ended: 'its date is over',
  nothing: 'hits nothing',
}

/** Why a rule decides nothing; empty where it does. */
export function standingText({ from, standing }: ReplayedRule): string {
  return from === 'gone' ? 'not in this configuration' : STANDINGS[standing]
}
