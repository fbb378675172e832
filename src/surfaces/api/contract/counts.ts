import { z } from 'zod'
import type { FindingCount, RuleHits } from '../../../ledger/ports.ts'
import { printInstant } from '../../../model/instant.ts'
import { compareText } from '../../../model/object-ref.ts'
import { count, list, text, time } from '../../contract/schema-words.ts'
import { findingState, handlingKind, readInstant, reference, standing } from './contract-words.ts'
import { decision } from './finding-state.ts'

export const ruleHits = z
  .object({
    rule: text('Id of the rule.'),
    fields: count('Fields that it explains now.'),
    objects: count('Objects that they are on.'),
    since: time('When it explained the first of them.'),
  })
  .meta({ id: 'RuleHits', title: 'RuleHits', description: 'What one rule explains now.' })

export const ruleList = z
  .object({ items: list(ruleHits, 'Rules that explain something now.') })
  .meta({ id: 'RuleList', title: 'RuleList', description: 'Rules with what they explain.' })

export function presentRuleHits(hits: RuleHits): z.input<typeof ruleHits> {
  return { ...hits, since: printInstant(hits.since) }
}

export function readRuleHits(dto: z.output<typeof ruleHits>): RuleHits {
  return { ...dto, since: readInstant(dto.since) }
}

export const findingCount = z
  .object({
    cluster: text('Name of the cluster.'),
    namespace: text('Namespace; empty for cluster scope.'),
    kind: text('Kind.'),
    severity: text('Severity.'),
    state: findingState,
    standing,
    handling: handlingKind,
    count: count('Unresolved findings.'),
    oldest: time('Onset of the oldest of them.'),
  })
  .meta({ id: 'FindingCount', title: 'FindingCount', description: 'How many unresolved findings share these.' })

export const countList = z
  .object({ items: list(findingCount, 'Counts.') })
  .meta({ id: 'CountList', title: 'CountList', description: 'Unresolved findings, counted.' })

/** In the order of their labels. */
export function presentCounts(counted: readonly FindingCount[]): z.input<typeof findingCount>[] {
  const inOrder = counted
    .map((one) => ({ one, labels: labelsOf(one) }))
    .toSorted((a, b) => compareText(a.labels, b.labels))
  return inOrder.map(({ one }) => presentCount(one))
}

function labelsOf({ cluster, namespace, kind, severity, state, standing, handling }: FindingCount): string {
  return [cluster, namespace, kind, severity, state, standing, handling].join('\n')
}

export function presentCount(counted: FindingCount): z.input<typeof findingCount> {
  return { ...counted, oldest: printInstant(counted.oldest) }
}

export function readCount(dto: z.output<typeof findingCount>): FindingCount {
  return { ...dto, oldest: readInstant(dto.oldest) }
}

export const decided = z
  .object({ finding: text('Id of the finding.'), reference, path: text('Field, in the written form.'), decision })
  .meta({ id: 'Decided', title: 'Decided', description: 'What policy chose for one finding.' })
