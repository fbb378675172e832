import { printInstant } from '../../../../model/instant.ts'
import { printRef } from '../../../../model/object-ref.ts'
import type { ReplayedFinding, RuledFinding, RulesReplay } from '../../../../model/rules-replay.ts'
import { presentDecision } from '../../../api/contract/finding-state.ts'
import type { RulesTest } from '../../arguments/ledger/rules.ts'

/** A replay with how it was asked for. */
export interface AskedReplay {
  readonly replay: RulesReplay
  readonly asked: RulesTest
}

/** The contract of `rules test -o json`. No value of a field is in it. */
export function rulesReplayData({ replay, asked }: AskedReplay): object {
  const { now, comparedWith, findings, recordedOtherwise, items, rules } = replay
  return {
    time: printInstant(now),
    rulesOf: asked.file,
    comparedWith: comparedWith === 'recorded' ? 'recorded' : (asked.inForce ?? comparedWith),
    findings,
    ...countsOf(replay),
    recordedOtherwise,
    items: items.map(presentItem),
    rules,
    limits: limitsOf(replay),
  }
}

/** Findings of which something changes for certain, and those of which something cannot be told; one may be both. */
export function countsOf({ items }: RulesReplay): { readonly changed: number; readonly untold: number } {
  return {
    changed: items.filter(({ changes }) => changes.length > 0).length,
    untold: items.filter(({ untold }) => untold.length > 0).length,
  }
}

/** What a replay takes for granted, in sentences. */
export function limitsOf({ comparedWith, recordedOtherwise }: RulesReplay): readonly string[] {
  const against =
    comparedWith === 'recorded'
      ? 'Severities are compared as if the environments in force were those of this configuration; with the configuration in force as well, both are asked.'
      : 'The configuration in force is taken to be the one under which the findings were recorded.'
  const otherwise =
    recordedOtherwise === 0
      ? []
      : [`Of ${recordedOtherwise} findings the record says something else than the configuration in force does.`]
  return ['Rules that sources say in their own repositories are not read here.', against, ...otherwise]
}

function presentItem({ id, object, path, before, after, changes, untold }: ReplayedFinding): object {
  return {
    id,
    reference: printRef(object),
    path,
    changes,
    before: presentSide(before),
    after: presentSide(after),
    untold,
  }
}

function presentSide({ decision, ...others }: Partial<RuledFinding>): object {
  return decision === undefined ? others : { ...others, decision: presentDecision(decision) }
}
