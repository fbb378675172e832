import { z } from 'zod'
import type { Decision } from '../../../model/decision.ts'
import type { OpenPeriod } from '../../../model/finding.ts'
import { type Instant, printInstant } from '../../../model/instant.ts'
import { count, text, time, timeOrNull } from '../../contract/schema-words.ts'
import type { ShownHandling } from '../../shown-ledger.ts'
import { actorClass, presentInstantOrNull, readInstant, readInstantOrNull, severity } from './contract-words.ts'

export const period = z
  .object({
    from: time('First sight of the drift.'),
    to: timeOrNull('Its end; null while it lasts.'),
    resolution: z
      .enum(['reverted', 'backported', 'git-changed', 'object-gone', 'explained', 'source-removed', 'schema-change'])
      .nullable()
      .describe('Why it ended; null while it lasts.'),
    flips: count('Agreements shorter than ten minutes that did not end it.'),
  })
  .meta({ id: 'Period', title: 'Period', description: 'One stretch in which the difference was drift.' })

export function presentPeriod(known: OpenPeriod): z.input<typeof period> {
  const { resolution, flips } = known
  return { from: printInstant(known.from), to: presentInstantOrNull(known.to), resolution, flips }
}

export function readPeriod(dto: z.output<typeof period>): OpenPeriod {
  const { resolution, flips } = dto
  return { from: readInstant(dto.from), to: readInstantOrNull(dto.to), resolution, flips }
}

export interface PastDecision {
  readonly at: Instant
  readonly decision: Decision
}

const by = text('Pseudonym of a person, or name of a token.')

export const handling = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('acknowledged'), by, at: time('When.') }),
    z.object({
      kind: z.literal('accepted'),
      by,
      at: time('When.'),
      reason: text('Why it may stay.'),
      until: time('When it speaks again.'),
      pinned: z
        .object({ actorClass, severity })
        .describe('What was accepted, with the value: another one, another actor or a higher severity speaks again.'),
    }),
  ])
  .meta({ id: 'Handling', title: 'Handling', description: 'What people decided, whatever the state.' })

export function presentHandling(known: ShownHandling): z.input<typeof handling> {
  switch (known.kind) {
    case 'none':
      return { kind: 'none' }
    case 'acknowledged':
      return { kind: 'acknowledged', by: known.by, at: printInstant(known.at) }
    case 'accepted': {
      const { kind, reason, pinned } = known
      const times = { at: printInstant(known.at), until: printInstant(known.until) }
      return {
        kind,
        by: known.by,
        reason,
        pinned: { actorClass: pinnedClass(pinned), severity: pinned.severity },
        ...times,
      }
    }
  }
}

/** The record keeps the class as a text; one that is no class is told as unknown. */
function pinnedClass(pinned: { readonly actorClass: string }): z.input<typeof actorClass> {
  return actorClass.safeParse(pinned.actorClass).data ?? 'unknown'
}

export function readHandling(dto: z.output<typeof handling>): ShownHandling {
  switch (dto.kind) {
    case 'none':
      return dto
    case 'acknowledged':
      return { ...dto, at: readInstant(dto.at) }
    case 'accepted':
      return { ...dto, at: readInstant(dto.at), until: readInstant(dto.until) }
  }
}

const step = z.enum(['notify', 'revert', 'pull-request', 'ticket', 'escalate'])

export const decision = z
  .object({
    reason: text('Why this and not more, such as `within-grace`, `nothing-enabled`, `held-incident`.'),
    due: step.nullable().describe('The step that is due now; null where none is.'),
    next: z
      .object({ step: z.enum([...step.options, 'open']).describe('What comes next.'), at: time('When.') })
      .nullable()
      .describe('Null where nothing will happen by itself.'),
    rules: z
      .object({
        expected: text('Rule that says whether it is expected.').exactOptional(),
        severity: text('Rule that sets the severity.').exactOptional(),
        grace: text('Rule that sets the grace.').exactOptional(),
        owner: text('Rule that sets the owner.').exactOptional(),
        response: text('Rule that sets the response.').exactOptional(),
      })
      .describe('Ids of the rules that decided each aspect; absent where a default did.'),
    text: text('A sentence for people.'),
  })
  .meta({ id: 'Decision', title: 'Decision', description: 'What policy chose, with why.' })

export function presentDecision(known: Decision): z.input<typeof decision> {
  const { reason, due, next, rules } = known
  return {
    reason,
    due,
    next: next === null ? null : { step: next.step, at: printInstant(next.at) },
    rules,
    text: known.text,
  }
}

export function readDecision(dto: z.output<typeof decision>): Decision {
  const next = dto.next === null ? null : { step: dto.next.step, at: readInstant(dto.next.at) }
  // A newer service may know reasons that this program does not; they are only shown.
  return { ...dto, reason: dto.reason as Decision['reason'], next }
}

export const pastDecision = z
  .object({ at: time('When it was decided.'), decision })
  .meta({ id: 'PastDecision', title: 'PastDecision', description: 'What policy chose at a time.' })

export function presentPastDecision(known: PastDecision): z.input<typeof pastDecision> {
  return { at: printInstant(known.at), decision: presentDecision(known.decision) }
}

export function readPastDecision(dto: z.output<typeof pastDecision>): PastDecision {
  return { at: readInstant(dto.at), decision: readDecision(dto.decision) }
}
