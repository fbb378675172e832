import { z } from 'zod'
import { ageOf } from '../../../model/finding.ts'
import { type Instant, printInstant } from '../../../model/instant.ts'
import { printRef } from '../../../model/object-ref.ts'
import { drift } from '../../contract/drift-v1.ts'
import { count, list, text, time, timeOrNull } from '../../contract/schema-words.ts'
import { driftWithoutSecrets } from '../../cli/views/secrecy.ts'
import type { ShownFinding } from '../../shown-ledger.ts'
import {
  duration,
  findingState,
  page,
  presentDuration,
  presentInstantOrNull,
  readInstant,
  readInstantOrNull,
  reference,
  standing,
} from './contract-words.ts'
import {
  decision,
  handling,
  period,
  presentDecision,
  presentHandling,
  presentPeriod,
  readDecision,
  readHandling,
  readPeriod,
} from './finding-state.ts'

const textOrNull = (description: string) => z.string().nullable().describe(description)

/** What `scan` says of a drift, and what only memory knows. */
export const finding = z
  .object({
    ...drift.shape,
    reference,
    standing,
    state: findingState,
    handling,
    age: duration('How long the present difference has lasted, at least.'),
    period: period.describe('The present open period; the last one where it is resolved.'),
    regressions: count('How many periods before this one.'),
    agreedSince: timeOrNull('Agreement seen since then and not yet ten minutes old; null where there is none.'),
    standingSince: time('Since when it has this standing.'),
    valueSince: time('When the present live value was first seen, or is proven to have been there.'),
    explainedBy: textOrNull('Rule that explains it; null unless it is explained.'),
    cause: text('Id of the cause that it shares with findings like it.'),
    owner: textOrNull('Who looks after the object; null where nobody is known to.'),
    assignee: textOrNull('Who it was given to.'),
    sources: list(z.string(), 'Sources that hold the object.'),
    lastConfirmed: time('Last time at which both sides were read.'),
    frozen: z
      .object({ reason: text('Why nothing can be observed.'), since: time('Since when.') })
      .nullable()
      .describe('Set while nothing can be observed: then nothing is known of now.'),
    baseline: z.boolean().describe('True where the first pass over its source found it.'),
    decision: decision.nullable().describe('What policy chose; null where it has not looked yet.'),
  })
  .meta({ id: 'Finding', title: 'Finding', description: 'The durable record of one difference.' })

export const findingPage = page('FindingPage', finding, 'Findings, the most urgent first unless asked otherwise.')

export type FindingDto = z.output<typeof finding>

export function presentFinding(known: ShownFinding, now: Instant): z.input<typeof finding> {
  const { standing, state, regressions, owner, assignee, sources, baseline, frozen, explainedBy } = known
  return {
    ...driftWithoutSecrets(known.drift),
    reference: printRef(known.drift.object),
    onset: {
      notBefore: presentInstantOrNull(known.onset.notBefore),
      notAfter: printInstant(known.onset.notAfter),
    },
    age: presentDuration(ageOf(known, state === 'resolved' ? (known.period.to ?? now) : now)),
    handling: presentHandling(known.handling),
    period: presentPeriod(known.period),
    agreedSince: presentInstantOrNull(known.agreedSince),
    standingSince: printInstant(known.standingSince),
    valueSince: printInstant(known.valueSince),
    cause: known.causeId,
    lastConfirmed: printInstant(known.lastConfirmed),
    frozen: frozen === null ? null : { reason: frozen.reason, since: printInstant(frozen.since) },
    decision: known.decision === null ? null : presentDecision(known.decision),
    standing,
    state,
    regressions,
    owner,
    assignee,
    sources,
    baseline,
    explainedBy,
  }
}

export function readFinding(dto: FindingDto): ShownFinding {
  const { standing, state, regressions, owner, assignee, sources, baseline, frozen, explainedBy } = dto
  return {
    id: dto.id,
    drift: drift.parse(dto),
    handling: readHandling(dto.handling),
    onset: { notBefore: readInstantOrNull(dto.onset.notBefore), notAfter: readInstant(dto.onset.notAfter) },
    period: readPeriod(dto.period),
    agreedSince: readInstantOrNull(dto.agreedSince),
    standingSince: readInstant(dto.standingSince),
    valueSince: readInstant(dto.valueSince),
    causeId: dto.cause,
    lastConfirmed: readInstant(dto.lastConfirmed),
    frozen: frozen === null ? null : { reason: frozen.reason, since: readInstant(frozen.since) },
    decision: dto.decision === null ? null : readDecision(dto.decision),
    standing,
    state,
    regressions,
    owner,
    assignee,
    sources,
    baseline,
    explainedBy,
  }
}
