import type { Finding } from '../../model/finding.ts'
import { sameJson } from '../../model/json.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import type { Standing } from '../../model/observation.ts'
import type { UntoldFact } from '../../model/rules-replay.ts'
import type { Severity } from '../../model/severity.ts'
import { MUTATOR_RULES } from '../mutators/catalogue.ts'
import { type RuleIndex, rulesMatchingPath } from '../rule-index.ts'
import { judgedSeverities } from './judged-severity.ts'
import { labelQuestions } from './label-questions.ts'
import { ruleFacts } from './rule-facts.ts'
import type { RuleSet } from './rule-set.ts'

/** How a difference stands where no rule of the configuration speaks. */
export interface Beneath {
  readonly standing: Standing
  /** What explains it; null unless the standing is `explained`. */
  readonly explainedBy: string | null
}

/** One way in which everything that the record of a finding does not hold could be. */
export interface World {
  readonly judged: Severity
  readonly answers: ReadonlyMap<string, boolean>
  readonly beneath: Beneath
  /** CODEOWNERS or a label names the owner, whatever rules say. */
  readonly isOwnerNamed: boolean
  /** Which choice it makes of each open question. */
  readonly choices: readonly number[]
}

/** What is open about one finding: every world that the record leaves, and what tells them apart. */
export interface OpenQuestions {
  readonly facts: readonly UntoldFact[]
  /** Undefined where they are too many to try out. */
  readonly worlds: readonly World[] | undefined
}

/** More questions about labels than this are not tried out: each doubles the worlds. */
const MOST_QUESTIONS = 6

/**
 * Every world that the record of a finding leaves.
 *
 * @param sets the rule sets that are compared; the first is supposed to have been in force
 * @param catalogue the rules for expected changes that come with driftage
 */
export function openQuestions(
  finding: Finding,
  sets: readonly [RuleSet, ...RuleSet[]],
  catalogue: RuleIndex,
): OpenQuestions {
  const { drift, sources } = finding
  const facts = ruleFacts(drift, { labels: undefined, sources, severity: drift.severity })
  const questions = labelQuestions(facts, sets)
  if (questions.length > MOST_QUESTIONS) {
    return { facts: [{ fact: 'too-many', rules: questions.flatMap(({ rules }) => rules) }], worlds: undefined }
  }
  const judged = judgedSeverities(finding, sets[0])
  const beneath = beneathRules(finding, catalogue)
  const named = isOwnerNamed(finding)
  const open: readonly { readonly fact: UntoldFact; readonly size: number }[] = [
    { fact: { fact: 'catalogue-severity', rules: [drift.severityRule] }, size: judged.length },
    { fact: { fact: beneath.fact, rules: beneath.rules }, size: beneath.options.length },
    { fact: { fact: 'named-owner', rules: [] }, size: named.length },
    ...questions.map(({ rules }) => ({ fact: { fact: 'labels' as const, rules }, size: 2 })),
  ]
  const worlds = combinations(open.map(({ size }) => size)).map((choices): World => {
    const [severity = 0, standing = 0, owner = 0, ...answers] = choices
    return {
      judged: judged[severity] ?? drift.severity,
      beneath: beneath.options[standing] ?? { standing: finding.standing, explainedBy: finding.explainedBy },
      isOwnerNamed: named[owner] === true,
      answers: new Map(questions.map(({ key }, at) => [key, answers[at] === 1])),
      choices,
    }
  })
  return { facts: open.map(({ fact }) => fact), worlds }
}

interface BeneathRules {
  readonly options: readonly Beneath[]
  /** What tells them apart. */
  readonly fact: 'catalogue' | 'git-moved'
  readonly rules: readonly string[]
}

/**
 * What would be said of the difference if no rule of the configuration spoke. Where none did, that is what is recorded. Where one
 * did, the base tells: only a difference that nothing else explained was ever compared with one.
 */
function beneathRules(finding: Finding, catalogue: RuleIndex): BeneathRules {
  const { standing, explainedBy, drift, decision } = finding
  const asRecorded: Beneath = { standing, explainedBy }
  const byCatalogue = explainedBy !== null && isOfCatalogue(explainedBy)
  const spoke = standing === 'explained' ? !byCatalogue : decision?.rules.expected !== undefined
  // A rule that expects it leaves a change on its way as it is.
  if (!spoke || standing === 'pending') return { options: [asRecorded], fact: 'catalogue', rules: [] }
  const drifts = standing === 'explained' ? driftsBeneath(finding) : [asRecorded]
  if (drift.base.evidence !== 'unknown') return { options: drifts, fact: 'git-moved', rules: [] }
  const path = parsePath(drift.path) ?? []
  const rules = rulesMatchingPath(catalogue, drift.object, path).map(({ id }) => id)
  const explained: Beneath = { standing: 'explained', explainedBy: rules[0] ?? ADMISSION }
  return { options: [...drifts, explained], fact: 'catalogue', rules: [...rules, ADMISSION] }
}

const ADMISSION = 'admission'
const OF_CATALOGUE: ReadonlySet<string> = new Set([...MUTATOR_RULES.map(({ id }) => id), ADMISSION])

/** True for what comes with driftage and is no rule of the list: the catalogue of expected changes, and admission. */
export function isOfCatalogue(rule: string): boolean {
  return OF_CATALOGUE.has(rule)
}

/** Git stands where it stood when both last agreed; else it may have moved as well. */
function driftsBeneath({ drift }: Finding): readonly Beneath[] {
  const { base, desired, sensitive } = drift
  const alone: Beneath = { standing: 'drift', explainedBy: null }
  const stays = base.evidence !== 'unknown' && !sensitive && isSameValue(base.value, desired)
  return stays ? [alone] : [alone, { standing: 'drift-and-pending', explainedBy: null }]
}

function isSameValue(a: Finding['drift']['desired'], b: Finding['drift']['desired']): boolean {
  return a === undefined || b === undefined ? a === b : sameJson(a, b)
}

/** A person who was given the finding, or nobody at all, is what every other word was asked before. */
function isOwnerNamed({ assignee, owner }: Finding): readonly boolean[] {
  if (assignee !== null) return [true]
  return owner === null ? [false] : [false, true]
}

/** Every choice of one out of each, as indices. */
function combinations(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (found, size) => found.flatMap((choices) => Array.from({ length: size }, (_, at) => [...choices, at])),
    [[]],
  )
}
