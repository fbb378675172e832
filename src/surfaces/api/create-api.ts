import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { DriftageError } from '../../errors/driftage-error.ts'
import { MINUTE, SECOND } from '../../model/instant.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import { jsonLine } from '../cli/views/json-text.ts'
import { reportData } from '../cli/views/report-data.ts'
import type { Api, ApiOptions, ApiPorts } from './api-ports.ts'
import { addChanges } from './changes-route.ts'
import { failedAttempts } from './failed-attempts.ts'
import { type Gate, pass } from './gate.ts'
import { openApi } from './openapi.ts'
import { addPlainRoutes } from './plain-routes.ts'
import { codeOf, problemOf } from './problem.ts'
import { isLoopback } from './reachable-names.ts'
import { nothingThere, type Route } from './route.ts'
import { apiRoutes } from './routes/api-routes.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

const BODY_LIMIT = 64 * 1024
const HEADER_LIMIT = 16 * 1024
/** Longest that a client may take to send headers, and a whole request (B-44). */
const RECEIVE_MS = 10 * SECOND
/** Names have up to 253 letters, cursors and encoded references more. */
const LONGEST_PARAMETER = 2_000
const FRESH_FOR = 5 * MINUTE
const HEARTBEAT = 15 * SECOND

/** Whom the socket lets in; before it listens the stricter rules of loopback hold. */
export interface Reach {
  loopback: boolean
}

/** The HTTP surface of the service. Nothing is served before `listen`. */
export function createApi(ports: ApiPorts, options: ApiOptions): Api {
  const reach: Reach = { loopback: true }
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: RECEIVE_MS,
    forceCloseConnections: true,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    http: { maxHeaderSize: HEADER_LIMIT, headersTimeout: RECEIVE_MS },
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => refuse(error, request, reply, ports),
  })
  guard(app, {
    ports,
    attempts: failedAttempts(),
    names: (open) => hostNames(reach, options.hosts ?? [], open),
  })
  answerErrors(app, ports)
  readBodies(app)
  const routes = apiRoutes(options.version)
  for (const route of routes) addRoute(app, route, ports)
  const stopStreams = addChanges(app, ports, options.heartbeatMs ?? HEARTBEAT)
  addPlainRoutes(app, ports, {
    document: jsonLine(reportData(openApi(routes))),
    openMetrics: options.openMetrics === true,
    freshForMs: options.freshForMs ?? FRESH_FOR,
    reach,
  })
  return {
    listen: (address, port) => listen(app, ports, reach, address, port),
    close: async () => {
      stopStreams()
      await app.close()
    },
    inject: ({ method, url, headers, payload }) =>
      app.inject({
        method: method as 'GET',
        url,
        ...(headers === undefined ? {} : { headers: { ...headers } }),
        ...(payload === undefined ? {} : { payload }),
      }),
  }
}

/** Where others can reach it and no name is configured, any will do; probes ask by address, whatever is configured. */
function hostNames({ loopback }: Reach, hosts: readonly string[], open: boolean): readonly string[] | undefined {
  return loopback || (!open && hosts.length > 0) ? hosts : undefined
}

async function listen(app: FastifyInstance, ports: ApiPorts, reach: Reach, address: string, port: number) {
  const loopback = isLoopback(address)
  if (!loopback && !ports.tokens.hasConfigured()) {
    throw new DriftageError(
      'DRF6001',
      'Other machines could reach the service at this address, and no token is configured. Configure at least one, or listen on 127.0.0.1. The service has not started.',
      { place: `${address}:${port}` },
    )
  }
  reach.loopback = loopback
  try {
    return await app.listen({ host: address, port })
  } catch (error) {
    throw new DriftageError(
      'DRF6002',
      `The service cannot listen there (${codeOf(error) || 'no reason given'}). Choose another address or port. The service has not started.`,
      { place: `${address}:${port}`, cause: error },
    )
  }
}

function guard(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest('holder', null)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    pass(request, reply, gate)
  })
}

function answerErrors(app: FastifyInstance, ports: ApiPorts): void {
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply, ports))
  app.setNotFoundHandler((request, reply) => refuse(nothingThere(), request, reply, ports))
  app.addHook('onResponse', async (request, reply) => {
    const { route = 'none' } = request.routeOptions.config
    ports.answered?.(route, request.method, reply.statusCode, reply.elapsedTime / SECOND)
  })
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, { log }: ApiPorts): void {
  const told = problemOf(error, request.id)
  if (told.status >= 500) log.error('A request could not be answered', error, { request: request.id, code: told.code })
  reply
    .status(told.status)
    .type('application/problem+json')
    .headers(SECURITY_HEADERS)
    .send(jsonLine(reportData(told)))
}

/** Only JSON is read, without rounding and with keys such as `__proto__` as plain members (B-70, B-71). */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : parseLossless(String(body)))
    } catch (error) {
      done(new DriftageError('DRF6013', 'body: is not JSON. Nothing was changed.', { cause: error }))
    }
  })
}

function addRoute(app: FastifyInstance, route: Route, ports: ApiPorts): void {
  const { method, path, may } = route.definition
  app.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    config: { route: path, may },
    handler: async (request, reply) => {
      const answer = await route.answer(
        {
          params: request.params,
          query: request.query,
          body: request.body,
          origin: { actor: { kind: 'token', id: request.holder?.name ?? '' }, surface: 'api' },
          now: ports.now(),
        },
        ports,
      )
      if (answer === undefined) return reply.status(204).send()
      return reply.type('application/json; charset=utf-8').send(jsonLine(reportData(answer)))
    },
  })
}
