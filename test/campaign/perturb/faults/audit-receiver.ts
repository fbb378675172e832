import { createServer, type Server, type ServerResponse } from 'node:http'
import process from 'node:process'
import { freePorts } from '../../../cluster/ports.ts'
import { WEAKER_AUTHORS } from '../accepted.ts'
import type { Perturbation } from '../perturbation.ts'
import { AUDIT_TOKEN_NAME, type Stage } from '../stage.ts'

const TOKEN = 'token-of-the-perturbed-cluster-0123456789'
const SLOW_MS = 1_500

/** What becomes of one batch: it is passed on, now or later, or the sender hears nothing. */
type Gate = (pass: () => void, response: ServerResponse) => void

export function auditReceiverIsSlow(): Perturbation {
  return received('audit batches of the API server are taken only after a while', () => (pass) => {
    setTimeout(pass, SLOW_MS)
  })
}

export function auditReceiverIsDown(): Perturbation {
  let isDown = true
  const perturbation = received(
    'the receiver of audit batches is down during the first half',
    () => (pass, response) => {
      if (isDown) response.destroy()
      else pass()
    },
  )
  return {
    ...perturbation,
    before: (step) => {
      isDown &&= step !== 'fixed'
      return Promise.resolve()
    },
    differs: WEAKER_AUTHORS,
  }
}

/** The audit webhook of the real API server, by way of a gate, to the service's own receiver. */
function received(what: string, gateOf: () => Gate): Perturbation {
  let server: Server | undefined
  const gate = gateOf()
  const serveTo = (stage: Stage): Server =>
    createServer((request, response) => {
      gate(() => void stage.service.auditReceiver(request, response), response)
    })
  return {
    id: 'F-28',
    what,
    audit: 'webhook',
    begin: async (stage) => {
      const [port = 0] = await freePorts(1)
      process.env[AUDIT_TOKEN_NAME] = TOKEN
      server = serveTo(stage)
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
      const { live } = stage.cluster
      await live.stopApiServer()
      const auditWebhookUrl = `http://127.0.0.1:${port}/audit/test/native/${TOKEN}`
      await live.startApiServer({ auditWebhookUrl, apiServerFlags: ['--audit-webhook-batch-max-wait=200ms'] })
    },
    end: async ({ cluster }) => {
      server?.closeAllConnections()
      await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())))
      await cluster.live.stopApiServer()
      await cluster.live.startApiServer()
    },
  }
}
