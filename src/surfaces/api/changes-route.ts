import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ERRORS } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ApiPorts } from './api-ports.ts'
import { streamChanges } from './change-stream.ts'

/** Each holds a connection and a place in memory. */
const MOST_STREAMS = 100

/** Adds `/api/v1/changes`. Returns how to end all streams. */
export function addChanges(app: FastifyInstance, ports: ApiPorts, heartbeatMs: number): () => void {
  const wakers = new Set<() => void>()
  let stopped = false
  const path = '/api/v1/changes'
  app.route({
    method: 'GET',
    url: path,
    config: { route: path, may: 'read' },
    handler: async (request, reply) => {
      const after = lastSeen(request)
      const { holder } = request
      if (wakers.size >= MOST_STREAMS) throw new DriftageError('DRF6019', ERRORS.DRF6019.text)
      if (holder === null) throw new DriftageError('DRF6010', ERRORS.DRF6010.text)
      reply.hijack()
      const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
      reply.raw.writeHead(200, headers as Record<string, string>)
      reply.raw.flushHeaders()
      try {
        await streamChanges(reply.raw, {
          reads: ports.reads,
          after,
          heartbeatMs,
          mayGoOn: () => !stopped && ports.tokens.stillHolds(holder, ports.now()),
          onWake: (wake) => listenAll(wake, ports, wakers),
        })
      } catch (error) {
        // The headers are gone, so the end of the stream is the answer; the reader comes back where it was.
        ports.log.error('A stream of changes ended early', error, { request: request.id })
      }
    },
  })
  return () => {
    stopped = true
    for (const wake of wakers) wake()
  }
}

function listenAll(wake: () => void, { changes, tokens }: ApiPorts, wakers: Set<() => void>): () => void {
  wakers.add(wake)
  const stops = [changes(wake), tokens.onReplaced(wake)]
  return () => {
    wakers.delete(wake)
    for (const stop of stops) stop()
  }
}

function lastSeen({ headers }: FastifyRequest): number | undefined {
  const given = headers['last-event-id']
  if (given === undefined) return undefined
  const sequence = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : undefined
  if (sequence !== undefined) return sequence
  throw new DriftageError('DRF6013', 'Last-Event-ID: must be the number of an entry. Nothing was changed.')
}
