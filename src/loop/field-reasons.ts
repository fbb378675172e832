import type { Difference } from '../model/difference.ts'
import type { FieldVerdict } from '../model/explain-report.ts'
import { parsePath } from '../model/field-path-parse.ts'
import { startsWith, type FieldPath } from '../model/field-path.ts'
import type { Base } from '../model/scan-report.ts'
import type { Assessment, ExplainedDifference, JudgedDifference } from './assessment.ts'

/** The verdict on one field with its reason code and sentence. The sentence holds no value. */
export interface FieldReason {
  readonly verdict: FieldVerdict
  readonly code: string
  readonly sentence: string
  readonly difference?: Difference
  readonly rule?: string
  readonly base?: Base
}

/** Looks up what the assessment says of a path: drift, explained, the server's own, unknown, or nothing: in sync. */
export function explainedReason(assessment: Assessment, path: FieldPath): FieldReason {
  const drift = assessment.drifts.find(({ difference }) => isAbout(difference, path))
  if (drift !== undefined) return driftReason(drift)
  const explained = assessment.explained.find(({ difference }) => isAbout(difference, path))
  if (explained !== undefined) return ruleReason(explained)
  const made = assessment.serverMade.find((one) => startsWith(path, one.path))
  if (made !== undefined) return SERVER_MADE[made.by]
  const gap = assessment.gaps.find((one) => one.path === undefined || startsWith(path, parsePath(one.path) ?? path))
  if (gap !== undefined) return { verdict: 'unknown', code: gap.reason, sentence: gap.message }
  return { verdict: 'in-sync', code: 'equal', sentence: 'Git and the cluster hold the same value.' }
}

function isAbout(difference: Difference, path: FieldPath): boolean {
  return startsWith(path, difference.path) && (path.length === difference.path.length || !speaksOfOrder(difference))
}

/** The elements of a list in another order have verdicts of their own. */
export function speaksOfOrder({ kind }: Difference): boolean {
  return kind === 'reordered'
}

const SERVER_MADE = {
  default: {
    verdict: 'default',
    code: 'server-default',
    sentence: 'Git says nothing here and the value is what the API server fills in.',
  },
  allocated: {
    verdict: 'allocated',
    code: 'server-allocated',
    sentence: 'Git says nothing here and the cluster chose the value.',
  },
} as const satisfies Record<string, FieldReason>

function driftReason({ difference, judgement, attributed }: JudgedDifference): FieldReason {
  const { state, base } = judgement
  const writer = attributed.owner === undefined ? '' : ` Its owner is ${attributed.owner.manager}.`
  return {
    verdict: state === 'pending' ? 'pending' : 'drift',
    code: state === 'pending' ? 'git-moved' : state === 'drift' ? 'live-moved' : 'both-moved',
    sentence: `${KIND_SENTENCES[difference.kind]} ${baseSentence(state, base)}${writer}`,
    difference,
    base,
  }
}

function baseSentence(state: JudgedDifference['judgement']['state'], { evidence, revision }: Base): string {
  if (evidence === 'unknown') return 'What the cluster was last told is not known.'
  const at = revision === undefined ? '' : ` at ${revision.slice(0, 8)}`
  return `${EVIDENCE_WORDS[evidence]}${at} says: ${STATE_WORDS[state]}.`
}

const EVIDENCE_WORDS: Readonly<Record<Exclude<Base['evidence'], 'unknown'>, string>> = {
  agreed: 'An earlier look',
  engine: 'The engine',
  'last-applied': 'The last-applied annotation',
  history: 'The history of the source',
}

const STATE_WORDS: Readonly<Record<JudgedDifference['judgement']['state'], string>> = {
  drift: 'the cluster was told what Git says, and live moved away from it',
  pending: 'the cluster still holds what it was told, and Git moved on',
  'drift-and-pending': 'live and Git both moved away from what the cluster was told',
}

const KIND_SENTENCES: Readonly<Record<Difference['kind'], string>> = {
  modified: 'The cluster holds another value than Git.',
  added: 'The cluster holds a value and Git is silent.',
  removed: 'Git holds a value and the cluster has none.',
  reordered: 'The common elements stand in another order than in Git.',
  missing: 'Git holds the object and the cluster has none.',
  ineffective: 'Git holds a value that the server does not store.',
  contested: 'Two sources want different values here.',
}

function ruleReason({ difference, explanation }: ExplainedDifference): FieldReason {
  if (explanation.by === 'admission') {
    const sentence = 'A dry-run create of the manifest gives the same value: the server or its admission put it there.'
    return { verdict: 'expected', code: 'server-answer', sentence, difference, rule: explanation.rule }
  }
  return {
    verdict: 'expected',
    code: 'rule',
    sentence: `Rule ${explanation.rule} expects this change and its bounds hold.`,
    difference,
    rule: explanation.rule,
  }
}
