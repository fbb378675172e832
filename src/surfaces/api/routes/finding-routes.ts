import { z } from 'zod'
import type { CommandOrigin, LedgerCommands } from '../../../loop/commands.ts'
import type { Finding } from '../../../model/finding.ts'
import { printRef } from '../../../model/object-ref.ts'
import { activity, presentActivity } from '../contract/activity.ts'
import { page, presentPage, readInstant } from '../contract/contract-words.ts'
import { decided } from '../contract/counts.ts'
import { finding, findingPage, presentFinding } from '../contract/finding.ts'
import { pastDecision, period, presentDecision, presentPastDecision, presentPeriod } from '../contract/finding-state.ts'
import { objectState, presentObject } from '../contract/object-state.ts'
import { overwrittenFix, presentOverwritten } from '../contract/overwritten.ts'
import {
  acceptBody,
  assignBody,
  findingParams,
  findingsQuery,
  nothingAsked,
  readFindingsQuery,
} from '../contract/requests.ts'
import { type Route, type RouteDefinition, route } from '../route.ts'

/** Entries of each history that a single finding brings along; the lists give all. */
const ALONG = 100

export const findingDetail = z
  .object({
    finding,
    periods: z.array(period).readonly().describe('All open periods, oldest first.'),
    decisions: z.array(pastDecision).readonly().describe('What policy chose and when that changed, newest first.'),
    activity: z.array(activity).readonly().describe(`The newest ${ALONG} entries about it, newest first.`),
    overwritten: z
      .array(overwrittenFix)
      .readonly()
      .describe(`The newest ${ALONG} fixes at this field that were undone.`),
    object: objectState
      .nullable()
      .describe('The verdict on its object and what that rests on; null where it is not kept.'),
  })
  .meta({ id: 'FindingDetail', title: 'FindingDetail', description: 'One finding with its history and evidence.' })

const decidedPage = page(
  'DecidedPage',
  decided,
  'Unresolved findings that policy has looked at, the most urgent first.',
)

export const FINDING_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/findings',
    operation: 'listFindings',
    summary: 'Findings that match',
    may: 'read',
    params: nothingAsked,
    query: findingsQuery,
    response: findingPage,
    handle: async ({ query, now }, { reads }) =>
      presentPage(await reads.findings(readFindingsQuery(query, now)), (one) => presentFinding(one, now)),
  }),
  route({
    method: 'GET',
    path: '/api/v1/findings/{id}',
    operation: 'getFinding',
    summary: 'One finding with its history and evidence',
    may: 'read',
    params: findingParams,
    query: nothingAsked,
    response: findingDetail,
    handle: async ({ params, now }, { reads }) => {
      const found = await reads.finding(params.id)
      if (found === undefined) return undefined
      const [periods, decisions, entries, fixes, record] = await Promise.all([
        reads.periods(found.id),
        reads.decisions(found.id),
        reads.activity({ subject: found.id, limit: ALONG }),
        reads.overwritten({ findingId: found.id, limit: ALONG }),
        reads.object(found.drift.object),
      ])
      return {
        finding: presentFinding(found, now),
        periods: periods.map(presentPeriod),
        decisions: decisions.map(presentPastDecision),
        activity: entries.items.map(presentActivity),
        overwritten: fixes.items.map(presentOverwritten),
        object: record?.object ? presentObject(record.object) : null,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/decisions',
    operation: 'listDecisions',
    summary: 'What policy chose for each finding, and what comes next',
    may: 'read',
    params: nothingAsked,
    query: findingsQuery,
    response: decidedPage,
    handle: async ({ query, now }, { reads }) => {
      const found = await reads.findings(readFindingsQuery(query, now))
      const items = found.items.flatMap(({ id, drift, decision }) =>
        decision === null
          ? []
          : [{ finding: id, reference: printRef(drift.object), path: drift.path, decision: presentDecision(decision) }],
      )
      return { ...presentPage(found, () => ({})), items }
    },
  }),
  command('acknowledge', 'Say that somebody has seen it', nothingAsked, (commands, id, _body, origin) =>
    commands.acknowledge(id, origin),
  ),
  command('accept', 'Let it stay until a date, for a reason', acceptBody, (commands, id, { until, reason }, origin) =>
    commands.accept(id, { until: readInstant(until), reason }, origin),
  ),
  command('reopen', 'Take an acknowledgement or acceptance back', nothingAsked, (commands, id, _body, origin) =>
    commands.reopen(id, origin),
  ),
  command('assign', 'Give it to a team or a person', assignBody, (commands, id, { assignee }, origin) =>
    commands.assign(id, assignee, origin),
  ),
]

function command<B extends z.ZodType>(
  verb: 'acknowledge' | 'accept' | 'reopen' | 'assign',
  summary: string,
  body: B,
  carryOut: (commands: LedgerCommands, id: string, body: z.output<B>, origin: CommandOrigin) => Promise<Finding>,
): Route {
  const definition: RouteDefinition<typeof findingParams, typeof nothingAsked, B, typeof finding> = {
    method: 'POST',
    path: `/api/v1/findings/{id}/${verb}`,
    operation: `${verb}Finding`,
    summary,
    may: 'write',
    params: findingParams,
    query: nothingAsked,
    body,
    response: finding,
    handle: async ({ params, body: asked, origin, now }, { commands }) =>
      presentFinding(await carryOut(commands, params.id, asked, origin), now),
  }
  return route(definition)
}
