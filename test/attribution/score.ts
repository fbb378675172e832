import type { Attribution } from '../../src/model/scan-report.ts'
import type { Change } from './changes.ts'
import type { Truth } from './truth.ts'
import type { Verdict } from './witness.ts'

/**
 * `right`: exactly who did it. `among`: who did it and others, at `likely`. `nobody`: no name, and none claimed. `wrong`: a
 * name without the one who did it, or more names than one at `certain`.
 */
export type Grade = 'right' | 'among' | 'nobody' | 'wrong'

/** Whom the evidence could name at all: an admission review shows only who was acted as. */
export type Sight = 'both' | 'acted-as' | 'nobody'

export function gradeOf(answer: Attribution, truth: Truth, sight: Sight): Grade {
  if (sight === 'nobody') return gradeOfManager(answer, truth)
  const { users, confidence } = answer
  const wanted = sight === 'both' ? namesOf(truth) : [truth.as ?? truth.user]
  if (users.length === 0) return isWrongManager(answer, truth) ? 'wrong' : 'nobody'
  if (!wanted.every((name) => users.includes(name))) return 'wrong'
  const isExact = users.length === wanted.length && (sight !== 'both' || hasGuise(answer, truth))
  if (isExact) return 'right'
  return confidence === 'certain' ? 'wrong' : 'among'
}

function namesOf({ user, as }: Truth): readonly string[] {
  return as === undefined ? [user] : [user, as]
}

function hasGuise({ impersonated = [] }: Attribution, { user, as }: Truth): boolean {
  if (as === undefined) return impersonated.length === 0
  return impersonated.length === 1 && impersonated[0]?.user === user && impersonated[0].as === as
}

/** Without users the claim is the manager, its verb and the sub-resource. */
function gradeOfManager(answer: Attribution, truth: Truth): Grade {
  if (answer.users.length > 0) return 'wrong'
  if (answer.manager === undefined) return 'nobody'
  return isWrongManager(answer, truth) ? 'wrong' : 'right'
}

function isWrongManager({ manager, operation, subresource = '' }: Attribution, truth: Truth): boolean {
  if (manager === undefined) return false
  if (manager !== truth.manager) return true
  return (operation !== undefined && operation !== truth.operation) || subresource !== truth.subresource
}

export interface Tally {
  readonly counted: number
  readonly certain: number
  readonly right: number
  readonly among: number
  readonly nobody: number
  readonly wrong: number
}

export interface Graded {
  readonly change: Change
  readonly truth: Truth
  readonly grade: Grade
  readonly last: Attribution
  /** Also where a later event corrected it. */
  readonly wasEverWrong: boolean
  /** Named was who wrote in vain (`Change.wroteInVain`): wrong, too, and counted by itself where events were lost. */
  readonly isVain: boolean
}

export function graded(verdicts: readonly Verdict[], sight: Sight): readonly Graded[] {
  return verdicts.flatMap(({ change, answers }) => {
    const last = answers.at(-1)
    const { truth } = change
    if (truth === undefined || last === undefined) return []
    const wrong = answers.filter((answer) => gradeOf(answer, truth, sight) === 'wrong')
    const vain = change.wroteInVain()
    const isVain = wrong.length > 0 && wrong.every(({ users }) => users.every((user) => vain.includes(user)))
    return [{ change, truth, last, wasEverWrong: wrong.length > 0, isVain, grade: gradeOf(last, truth, sight) }]
  })
}

export function tallyOf(rows: readonly Graded[]): Tally {
  const count = (grade: Grade): number => rows.filter((row) => row.grade === grade).length
  return {
    counted: rows.length,
    certain: rows.filter(({ grade, last }) => grade === 'right' && last.confidence === 'certain').length,
    right: count('right'),
    among: count('among'),
    nobody: count('nobody'),
    wrong: rows.filter(({ wasEverWrong }) => wasEverWrong).length,
  }
}

/** One verdict in a line, for whoever has to find out what went wrong. */
export function printGraded({ change, truth, grade, last }: Graded): string {
  const { seen, what } = change
  const who = truth.as === undefined ? truth.user : `${truth.user} (as ${truth.as})`
  return `${grade}: ${seen.origin.ref.name} ${seen.origin.id.resourceVersion} ${what} ${seen.path} by ${who}, ${truth.by}; said ${last.confidence} ${last.users.join(' + ')} ${last.manager ?? ''} (${last.reason}) ${last.evidence}`
}
