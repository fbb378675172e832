import { z } from 'zod'
import { printInstant } from '../../../model/instant.ts'
import { text, time } from '../../contract/schema-words.ts'
import { nothingAsked } from '../contract/requests.ts'
import { type Route, route } from '../route.ts'
import { FINDING_ROUTES } from './finding-routes.ts'
import { LEDGER_ROUTES } from './ledger-routes.ts'
import { OBJECT_ROUTES } from './object-routes.ts'

export const service = z
  .object({
    service: z.literal('driftage').describe('Names the program.'),
    version: text('Version of the service.'),
    now: time('Its clock. Ages are counted on it.'),
  })
  .meta({ id: 'Service', title: 'Service', description: 'Who answers.' })

/** Everything below `/api/v1` that answers with JSON, as one list. */
export function apiRoutes(version: string): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/v1',
      operation: 'getService',
      summary: 'Who answers, and what time it is there',
      may: 'read',
      params: nothingAsked,
      query: nothingAsked,
      response: service,
      handle: async ({ now }) => ({ service: 'driftage', version, now: printInstant(now) }) as const,
    }),
    ...FINDING_ROUTES,
    ...OBJECT_ROUTES,
    ...LEDGER_ROUTES,
  ]
}
