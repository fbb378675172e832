import { z } from 'zod'
import type { ChainedActivity } from '../../../model/activity.ts'
import { printInstant } from '../../../model/instant.ts'
import { isObject, type Json } from '../../../model/json.ts'
import { text, time } from '../../contract/schema-words.ts'
import { page, readInstant } from './contract-words.ts'

export const activity = z
  .object({
    sequence: z.int().positive().describe('1, 2, 3 … without gaps.'),
    at: time('When.'),
    actor: z
      .object({
        kind: z.enum(['person', 'token', 'system']).describe('Who caused it.'),
        id: text('Pseudonym, name of a token, or part of driftage.'),
      })
      .describe('Who caused it.'),
    surface: z
      .enum(['watch', 'scan', 'policy', 'audit', 'api', 'cli', 'config', 'timer', 'git'])
      .describe('Through what it came.'),
    kind: text('What happened, such as `finding-opened`, `finding-resolved`, `accepted`.'),
    subject: z
      .object({
        type: z.enum(['finding', 'object', 'source', 'cluster', 'ledger', 'rule']).describe('What it is about.'),
        id: text('Id of a finding, written reference, or name.'),
      })
      .describe('What it is about.'),
    detail: z
      .custom<Json>((value) => isObject(value as Json))
      .meta({
        type: 'object',
        description: 'What else is known, by kind. No value of a sensitive field and no name of a person.',
      }),
    previous: text('Hash of the entry before.'),
    hash: text('SHA-256 over `previous` and the entry in its canonical form.'),
  })
  .meta({ id: 'Activity', title: 'Activity', description: 'One entry of the append-only, hash-chained record.' })

export const activityPage = page(
  'ActivityPage',
  activity,
  'Entries: with `after` oldest first, otherwise newest first.',
)

export function presentActivity(entry: ChainedActivity): z.input<typeof activity> {
  return { ...entry, at: printInstant(entry.at) }
}

export function readActivity(dto: z.output<typeof activity>): ChainedActivity {
  return { ...dto, at: readInstant(dto.at), detail: isObject(dto.detail) ? dto.detail : {} }
}
