import { z } from 'zod'
import type { FindingQuery } from '../../../ledger/ports.ts'
import { DAY, HOUR, type Instant, MINUTE, parseInstant, SECOND } from '../../../model/instant.ts'
import type { ObjectRef } from '../../../model/object-ref.ts'
import { actorClass, findingState, handlingKind, severity, standing } from './contract-words.ts'

/** Longest name or cursor that is looked up; Kubernetes allows 253, references have five parts. */
const LONGEST = 2_000
const word = (description: string) => z.string().min(1).max(LONGEST).describe(description)

/** Several values of a query parameter, separated by commas. */
const several = <T extends string>(choices: z.ZodEnum<Readonly<Record<T, T>>>, description: string) =>
  z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(choices).min(1))
    .describe(
      `${description} One or more of ${choices.options.map((one) => `\`${one}\``).join(', ')}, separated by commas.`,
    )

const MOST = 500

const paging = {
  limit: z.coerce.number().int().min(1).max(MOST).default(100).describe(`Most entries of a page, up to ${MOST}.`),
  cursor: word('`next` of the page before.').exactOptional(),
}

export const clusterPageQuery = z.strictObject({ cluster: word('Only of this cluster.').exactOptional(), ...paging })

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }

export const findingsQuery = z.strictObject({
  state: several(findingState, 'Only in these states. Without: all that are not resolved.').exactOptional(),
  standing: several(standing, 'Only with these standings. Without: what is drift.').exactOptional(),
  handling: several(handlingKind, 'Only handled so.').exactOptional(),
  severity: several(severity, 'Only with these severities.').exactOptional(),
  cluster: word('Only of this cluster.').exactOptional(),
  namespace: z.string().max(LONGEST).describe('Only of this namespace; empty for cluster scope.').exactOptional(),
  kind: word('Only on objects of this kind.').exactOptional(),
  name: word('Only on objects of this name.').exactOptional(),
  source: word('Only on objects of this source.').exactOptional(),
  owner: word('Only of this owner.').exactOptional(),
  cause: word('Only of this cause.').exactOptional(),
  actorClass: actorClass.describe('Only by this class of writers.').exactOptional(),
  olderThan: z
    .string()
    .regex(/^\d{1,9}[smhd]$/, 'a duration such as 90s, 30m, 24h or 7d')
    .describe('Only older than this: `90s`, `30m`, `24h`, `7d`.')
    .exactOptional(),
  order: z.enum(['urgency', 'newest']).default('urgency').describe('`urgency`: worst first, then oldest.'),
  ...paging,
})

/** What is resolved, pending or explained comes only where it is asked for: the question is nearly always what drifts now. */
export function readFindingsQuery(asked: z.output<typeof findingsQuery>, now: Instant): FindingQuery {
  const { state, standing, handling, severity, olderThan, ...same } = asked
  return {
    ...same,
    states: state ?? ['settling', 'open'],
    standings: standing ?? ['drift', 'drift-and-pending'],
    ...(handling === undefined ? {} : { handling }),
    ...(severity === undefined ? {} : { severities: severity }),
    ...(olderThan === undefined
      ? {}
      : { olderThanMs: Number(olderThan.slice(0, -1)) * (UNITS[olderThan.slice(-1)] ?? 0) }),
    now,
  }
}

export const objectsQuery = z.strictObject({
  cluster: word('Only of this cluster.').exactOptional(),
  verdict: z.enum(['in-sync', 'pending', 'drifted', 'unknown']).describe('Only with this verdict.').exactOptional(),
  source: word('Only of this source.').exactOptional(),
  ...paging,
})

export const activityQuery = z.strictObject({
  subject: word('Only about this: id of a finding, written reference, name of a source or cluster.').exactOptional(),
  kind: z
    .string()
    .max(LONGEST)
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .describe('Only of these kinds, separated by commas.')
    .exactOptional(),
  after: z.coerce.number().int().nonnegative().describe('Only after this number, oldest first.').exactOptional(),
  ...paging,
})

export const overwrittenQuery = z.strictObject({
  cluster: word('Only of this cluster.').exactOptional(),
  finding: word('Only of this finding.').exactOptional(),
  ...paging,
})

export const fightsQuery = z.strictObject({
  cluster: word('Only of this cluster.').exactOptional(),
  active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .describe('Only those that go on, or only those that are over.')
    .exactOptional(),
  ...paging,
})

export const nothingAsked = z.strictObject({})

export const findingParams = z.strictObject({ id: word('Id of a finding, or how it begins.') })
export const sourceParams = z.strictObject({ name: word('Name of a source.') })
export const objectParams = z.strictObject({
  cluster: word('Name of the cluster.'),
  group: word('API group; `-` for the core group.'),
  kind: word('Kind.'),
  namespace: word('Namespace; `-` for cluster scope.'),
  name: word('Name.'),
})

/** The parts come decoded from the path. */
export function readRef({ cluster, group, kind, namespace, name }: z.output<typeof objectParams>): ObjectRef {
  return { cluster, kind, name, group: group === '-' ? '' : group, namespace: namespace === '-' ? '' : namespace }
}

export const acceptBody = z.strictObject({
  until: z.iso
    .datetime({ offset: true })
    .refine((text) => parseInstant(text) !== undefined)
    .describe('When it speaks again. RFC 3339.'),
  reason: z.string().min(1).max(LONGEST).describe('Why it may stay.'),
})
export const assignBody = z.strictObject({
  assignee: z.string().min(1).max(LONGEST).nullable().describe('Team or person; null takes it back.'),
})
export const deployedBody = z.strictObject({ revision: word('Commit that was rolled out.') })
