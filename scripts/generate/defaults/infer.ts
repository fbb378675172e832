import { applies, valueOf, type DefaultRule, type DefaultsTable } from '../../../src/diff/defaults-table.ts'
import { canonicalJson, sameJson } from '../../../src/model/json.ts'
import { compareText } from '../../../src/model/object-ref.ts'
import { casesByField, type Case } from './case.ts'
import { learn } from './learn.ts'
import type { Observation } from './observe.ts'
import { producersOf } from './producers.ts'

/** The rules that yield what the server filled in, and nothing where it filled in nothing. */
export function infer(observations: readonly Observation[]): DefaultsTable {
  const table: Record<string, Record<string, readonly DefaultRule[]>> = {}
  for (const cases of casesByField(observations).values()) {
    const { component, field } = (cases[0] as Case).place
    const rules = rulesFor(cases)
    if (rules.length > 0) table[component] = { ...table[component], [field]: rules }
  }
  return table
}

function rulesFor(cases: readonly Case[]): readonly DefaultRule[] {
  const rules: DefaultRule[] = []
  let open = cases.filter(({ value }) => value !== undefined)
  for (const producer of producersOf(open)) {
    const wanted = open.filter((one) => yields(producer, one))
    if (wanted.length === 0) continue
    const added = conditioned(producer, wanted, cases)
    rules.push(...added)
    open = open.filter((one) => !added.some((rule) => yields(rule, one) && applies(rule, one.place)))
  }
  return rules.sort((a, b) => compareText(textOf(a), textOf(b)))
}

/** In an order that does not depend on which probe came first. */
function textOf(rule: DefaultRule): string {
  return canonicalJson({ ...rule, when: (rule.when ?? []).map((condition) => ({ ...condition })) })
}

function conditioned(producer: DefaultRule, wanted: readonly Case[], cases: readonly Case[]): DefaultRule[] {
  const unwanted = cases.filter((one) => valueOf(producer, one.place) !== undefined && !yields(producer, one))
  return learn(wanted, unwanted).map((when) => {
    if (when.length === 0) return producer
    return { ...producer, when: when.toSorted((a, b) => compareText(a.path, b.path)) }
  })
}

function yields(producer: DefaultRule, { place, value }: Case): boolean {
  const made = valueOf(producer, place)
  return made !== undefined && value !== undefined && sameJson(made, value)
}
