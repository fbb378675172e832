import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { observeAdmission } from '../../src/live/audit/observe-admission.ts'
import { contentMark } from '../../src/model/content-mark.ts'
import { parseLossless } from '../../src/model/lossless-json.ts'
import type { MarkKey } from '../../src/model/value-mark.ts'
import { auditReceiver } from '../../src/surfaces/audit/raw-receiver.ts'
import type { AuditInlet } from '../../src/surfaces/audit/receive-audit.ts'
import { AuditTokens } from '../../src/surfaces/audit/tokens.ts'
import { makeCertificate } from '../certificates/certificates.ts'
import { freePorts } from '../cluster/ports.ts'
import { DEPLOYER } from './targets.ts'
import type { Witness } from './witness.ts'

export const TOKEN = 'token-of-the-test-cluster-0123456789'
const KEY: MarkKey = { id: 'test', secret: Buffer.from('a key that the campaign made up for itself') }

export const markOf: Parameters<typeof observeAdmission>[1]['markOf'] = (object) => contentMark(object, KEY)

export interface Receiver {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Warnings that users were given. */
  readonly warnings: readonly string[]
  stop(): Promise<void>
}

/** The intake on a port of its own, as plain HTTP for the audit webhook of the API server. */
export function receiveAudit(port: number, ...witnesses: readonly Witness[]): Promise<Receiver> {
  return listen((listener) => createHttp(listener), 'http', port, inletOf(witnesses, []))
}

/** The observing webhook over TLS, since the API server calls nothing else. */
export async function receiveReviews(witness: Witness): Promise<Receiver & { readonly ca: string }> {
  const [port = 0] = await freePorts(1)
  const { certificate, key } = makeCertificate({ name: 'receiver', hosts: ['127.0.0.1'] })
  const warnings: string[] = []
  const inlet = inletOf([witness], warnings)
  const receiver = await listen(
    (listener) => createHttps({ cert: certificate, key }, listener),
    'https',
    port,
    inlet,
    warnings,
  )
  return { ...receiver, ca: certificate }
}

function inletOf(witnesses: readonly Witness[], warnings: string[]): AuditInlet {
  return {
    tokens: new AuditTokens([{ cluster: 'test', token: TOKEN }]),
    offer: (cluster, format, body) => witnesses.every(({ intake }) => intake.offer(cluster, format, body)),
    review(cluster, body) {
      const managed = () => ({ source: 'shop', place: 'deploy/overlays/prod', deployer: DEPLOYER })
      const review = parseLossless(body.toString('utf8'))
      const observed = observeAdmission(review, { cluster, now: Date.now(), managed, markOf })
      if (observed?.event !== undefined) for (const { intake } of witnesses) intake.observed(observed.event)
      if (observed?.warning !== undefined) warnings.push(observed.warning)
      return observed && JSON.stringify(observed.response)
    },
    now: Date.now,
  }
}

async function listen(
  make: (listener: RequestListener) => Server,
  scheme: string,
  port: number,
  inlet: AuditInlet,
  warnings: readonly string[] = [],
): Promise<Receiver> {
  const receive = auditReceiver(inlet)
  const server = make((request, response) => {
    void receive(request, response)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    warnings,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
