import { z } from 'zod'
import type { CauseRow } from '../../../ledger/ports.ts'
import { type Instant, printInstant } from '../../../model/instant.ts'
import { count, json, list, text, time } from '../../contract/schema-words.ts'
import { duration, page, presentDuration, readInstant } from './contract-words.ts'

export const cause = z
  .object({
    id: text('Hash of what its findings share.'),
    kind: text('Kind of the objects.'),
    group: text('Their API group; empty for the core group.'),
    path: text('Field, in the written form; empty for the object itself.'),
    driftKind: text('How the sides differ.'),
    actorClass: text('What kind of writer did it.'),
    live: json('What the value was changed to. Absent for removals and sensitive fields.').exactOptional(),
    findings: count('Unresolved findings.'),
    objects: count('Objects that they are on.'),
    clusters: list(z.string(), 'Clusters of these.'),
    oldest: time('Onset of the oldest finding.'),
    age: duration('Age of the oldest finding, at least.'),
    worst: text('Highest severity.'),
  })
  .meta({
    id: 'Cause',
    title: 'Cause',
    description: 'Findings that share kind, field, target value and class of actor.',
  })

export const causePage = page('CausePage', cause, 'Causes.')

export function presentCause(row: CauseRow, now: Instant): z.input<typeof cause> {
  return { ...row, oldest: printInstant(row.oldest), age: presentDuration(now - row.oldest) }
}

export function readCause({ age: _age, ...dto }: z.output<typeof cause>): CauseRow {
  return { ...dto, oldest: readInstant(dto.oldest) }
}
