import type { FastifyInstance } from 'fastify'
import { jsonLine } from '../cli/views/json-text.ts'
import { reportData } from '../cli/views/report-data.ts'
import type { ApiPorts, RawReceiver } from './api-ports.ts'
import { readiness, readinessCounts } from './readiness.ts'

export interface PlainRoutes {
  /** The OpenAPI document as text. */
  readonly document: string
  readonly openMetrics: boolean
  readonly freshForMs: number
  readonly reach: { readonly loopback: boolean }
}

const JSON_TYPE = 'application/json; charset=utf-8'

/** Health, metrics, the document, and receivers that authenticate by themselves. */
export function addPlainRoutes(app: FastifyInstance, ports: ApiPorts, options: PlainRoutes): void {
  app.get('/healthz', { config: { route: '/healthz', open: true } }, async (_request, reply) =>
    reply.type(JSON_TYPE).send('{"state":"live"}'),
  )
  app.get('/readyz', { config: { route: '/readyz', open: true } }, async (request, reply) => {
    const found = readiness(ports.freshness(), ports.now(), options.freshForMs)
    const mayKnow = options.reach.loopback || request.holder !== null
    return reply
      .status(found.state === 'ready' ? 200 : 503)
      .type(JSON_TYPE)
      .send(jsonLine(reportData(mayKnow ? found : readinessCounts(found))))
  })
  app.get('/api/v1/openapi.json', { config: { route: '/api/v1/openapi.json', may: 'read' } }, async (_request, reply) =>
    reply.type(JSON_TYPE).send(options.document),
  )
  addMetrics(app, ports.metrics, options.openMetrics)
  for (const [segment, receive] of Object.entries(ports.intakes ?? {})) addIntake(app, segment, receive)
}

function addMetrics(app: FastifyInstance, metrics: ApiPorts['metrics'], open: boolean): void {
  if (metrics === undefined) return
  app.get('/metrics', { config: { route: '/metrics', open, may: 'read' } }, async (_request, reply) => {
    const { contentType, body } = await metrics()
    return reply.type(contentType).send(body)
  })
}

/** In a scope of its own, in which no body is read: the receiver gets the bytes as they come. */
function addIntake(app: FastifyInstance, segment: string, receive: RawReceiver): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.post(`/${segment}/*`, { config: { route: `/${segment}/*`, open: true } }, async (request, reply) => {
      reply.hijack()
      await receive(request.raw, reply.raw)
    })
  })
}
