import { z } from 'zod'
import { printInstant } from '../../../model/instant.ts'
import { printRef } from '../../../model/object-ref.ts'
import type { Fight, OverwrittenFix } from '../../../model/overwritten-fix.ts'
import { drift } from '../../contract/drift-v1.ts'
import { count, json, list, text, time, timeOrNull } from '../../contract/schema-words.ts'
import {
  duration,
  page,
  presentDuration,
  presentInstantOrNull,
  readInstant,
  readInstantOrNull,
  reference,
} from './contract-words.ts'
import { objectState } from './object-state.ts'

const attribution = drift.shape.attribution
const ref = objectState.shape.ref

export const overwrittenFix = z
  .object({
    id: text('The same change is recorded once.'),
    finding: text('Id of the finding that the change was.'),
    reference,
    ref,
    path: text('Field, in the written form; empty for the object itself.'),
    sensitive: z.boolean().describe('True where the value may be a secret; then no value is given.'),
    value: json('What had been set. Absent for removals and sensitive fields.').exactOptional(),
    restored: json(
      'What Git says and was put back. Absent where Git is silent, and for sensitive fields.',
    ).exactOptional(),
    attribution: attribution.describe('Who made the change.'),
    madeAt: time('When the change was seen.'),
    undoneAt: time('When it was undone.'),
    lived: duration('How long it lived.'),
    livedMs: count('The same in milliseconds.'),
    undoneBy: attribution.describe('Who undid it.'),
    times: count('How often the same value was undone here, this time included.'),
  })
  .meta({ id: 'OverwrittenFix', title: 'OverwrittenFix', description: 'A live change that was undone.' })

export const overwrittenPage = page('OverwrittenPage', overwrittenFix, 'Overwritten fixes, newest first.')

export function presentOverwritten(fix: OverwrittenFix): z.input<typeof overwrittenFix> {
  const { findingId, value, restored, livedMs, ...same } = fix
  return {
    ...same,
    finding: findingId,
    reference: printRef(fix.ref),
    ...(value === undefined || fix.sensitive ? {} : { value }),
    ...(restored === undefined || fix.sensitive ? {} : { restored }),
    madeAt: printInstant(fix.madeAt),
    undoneAt: printInstant(fix.undoneAt),
    lived: presentDuration(livedMs),
    livedMs: Math.max(0, Math.round(livedMs)),
  }
}

export function readOverwritten(dto: z.output<typeof overwrittenFix>): OverwrittenFix {
  const { finding, reference: _reference, lived: _lived, ...same } = dto
  return { ...same, findingId: finding, madeAt: readInstant(dto.madeAt), undoneAt: readInstant(dto.undoneAt) }
}

export const fight = z
  .object({
    id: text('Hash of object, field and writers.'),
    reference,
    ref,
    path: text('Field, in the written form.'),
    pace: z.enum(['fast', 'slow']).describe('`fast`: by writes a minute. `slow`: by three reverts within 24 hours.'),
    managers: list(z.string(), 'Field managers that undo each other.'),
    heat: z.number().nonnegative().describe('Changes a minute, decayed; 0 for slow ones.'),
    times: count('How often the value changed sides.'),
    since: time('Since when.'),
    last: time('Last time.'),
    endedAt: timeOrNull('When it was over; null while it goes on.'),
  })
  .meta({ id: 'Fight', title: 'Fight', description: 'Two writers that undo each other at one field.' })

export const fightPage = page('FightPage', fight, 'Fights.')

export function presentFight(known: Fight): z.input<typeof fight> {
  return {
    ...known,
    reference: printRef(known.ref),
    since: printInstant(known.since),
    last: printInstant(known.last),
    endedAt: presentInstantOrNull(known.endedAt),
  }
}

export function readFight({ reference: _reference, ...dto }: z.output<typeof fight>): Fight {
  return {
    ...dto,
    since: readInstant(dto.since),
    last: readInstant(dto.last),
    endedAt: readInstantOrNull(dto.endedAt),
  }
}
