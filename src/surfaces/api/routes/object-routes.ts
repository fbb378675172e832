import { z } from 'zod'
import { finding, presentFinding } from '../contract/finding.ts'
import { presentPage } from '../contract/contract-words.ts'
import { objectPage, objectState, presentObject } from '../contract/object-state.ts'
import { fight, presentFight } from '../contract/overwritten.ts'
import { nothingAsked, objectParams, objectsQuery, readRef } from '../contract/requests.ts'
import { type Route, route } from '../route.ts'

const objectDetail = z
  .object({
    object: objectState.nullable().describe('The verdict; null where nothing was found out yet.'),
    findings: z.array(finding).readonly().describe('Unresolved ones, and those resolved in the last 30 days.'),
    fights: z.array(fight).readonly().describe('Writers that undo each other on it.'),
  })
  .meta({ id: 'ObjectDetail', title: 'ObjectDetail', description: 'One object with all that is kept of it.' })

const PATH = '/api/v1/objects/{cluster}/{group}/{kind}/{namespace}/{name}'

export const OBJECT_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/objects',
    operation: 'listObjects',
    summary: 'Objects that sources hold, with their verdicts',
    may: 'read',
    params: nothingAsked,
    query: objectsQuery,
    response: objectPage,
    handle: async ({ query }, { reads }) => presentPage(await reads.objects(query), presentObject),
  }),
  route({
    method: 'GET',
    path: PATH,
    operation: 'getObject',
    summary: 'One object with its findings and fights',
    may: 'read',
    params: objectParams,
    query: nothingAsked,
    response: objectDetail,
    handle: async ({ params, now }, { reads }) => {
      const record = await reads.object(readRef(params))
      if (record === undefined) return undefined
      return {
        object: record.object === null ? null : presentObject(record.object),
        findings: record.findings.map((one) => presentFinding(one, now)),
        fights: record.fights.map(presentFight),
      }
    },
  }),
  route({
    method: 'POST',
    path: `${PATH}/recheck`,
    operation: 'recheckObject',
    summary: 'Read the object anew and assess it',
    may: 'write',
    params: objectParams,
    query: nothingAsked,
    body: nothingAsked,
    handle: async ({ params, origin }, { commands }) => {
      await commands.recheck(readRef(params), origin)
      return undefined
    },
  }),
]
