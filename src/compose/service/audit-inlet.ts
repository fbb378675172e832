import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { followFile } from '../../adapters/audit-file/follow-file.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { SettingStore } from '../../adapters/sql/settings.ts'
import type { Config } from '../../config/config.ts'
import { readSecret } from '../../config/read-secret.ts'
import { AuditIntake } from '../../live/audit/intake.ts'
import { observeAdmission } from '../../live/audit/observe-admission.ts'
import type { FollowPosition } from '../../live/audit/followed-file.ts'
import { HeldPositions } from '../../live/audit/held-positions.ts'
import type { Service } from '../../loop/serve/service.ts'
import { contentMark } from '../../model/content-mark.ts'
import type { Json } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import { auditReceiver } from '../../surfaces/audit/raw-receiver.ts'
import { AuditTokens } from '../../surfaces/audit/tokens.ts'
import type { RawReceiver } from '../../surfaces/api/api-ports.ts'
import type { ServiceMetrics } from '../../surfaces/metrics/service-metrics.ts'

export interface AuditInletParts {
  readonly config: Config
  readonly service: Service
  readonly settings: SettingStore
  readonly metrics: ServiceMetrics
  readonly log: ServiceLog
  readonly now: () => number
  readonly key: MarkKey
}

const RETRY_POSITION_MS = 1_000

/** Where audit events come in, by HTTP and from files; `close` ends the reading of files. */
export interface OpenAuditInlet {
  readonly receiver: RawReceiver
  close(): Promise<void>
}

/** @throws DriftageError DRF1213 where the token of a cluster is not there */
export async function openAuditInlet(parts: AuditInletParts): Promise<OpenAuditInlet> {
  const { config, service, metrics, now } = parts
  const intake = new AuditIntake({
    isRelevant: (cluster, { group, resource }) => service.holdsResource(cluster, group, resource),
    isStatusRelevant: () => false,
    deliver: (events) => {
      for (const event of events) service.auditEvent(event)
      return Promise.resolve()
    },
    count: (cluster, outcome, events) =>
      metrics.auditEvents(cluster, outcome === 'damaged' ? 'dropped' : outcome, events),
  })
  const tokens = await Promise.all(
    config.clusters.flatMap(({ name, audit }) =>
      audit?.token === undefined
        ? []
        : [readSecret(audit.token, process.env).then((token) => ({ cluster: name, token }))],
    ),
  )
  const receiver = auditReceiver({
    tokens: new AuditTokens(tokens),
    offer: (cluster, format, body) => intake.offer(cluster, format, body),
    review: (cluster, body) => review(cluster, body, intake, parts),
    now,
  })
  const closing = new AbortController()
  const following = config.clusters.flatMap(({ name, audit }) =>
    audit?.file === undefined ? [] : [followAuditFile(name, audit.file, intake, parts, closing.signal)],
  )
  return {
    receiver,
    close: async () => {
      closing.abort()
      await Promise.all(following)
      await intake.idle()
    },
  }
}

/** Looks on while somebody writes: allows everything, tells people what they change, and remembers who it was. */
function review(cluster: string, body: Buffer, intake: AuditIntake, parts: AuditInletParts): string | undefined {
  const read = parsed(body)
  if (read === undefined) return undefined
  const observed = observeAdmission(read, {
    cluster,
    now: parts.now(),
    managed: ({ group, kind, namespace, name }) => parts.service.managedFrom({ cluster, group, kind, namespace, name }),
    markOf: (object) => contentMark(object, parts.key),
  })
  if (observed?.event !== undefined) intake.observed(observed.event)
  return observed === undefined ? undefined : stringifyLossless(observed.response)
}

function parsed(body: Buffer): Json | undefined {
  try {
    return parseLossless(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Goes on where an earlier service stopped reading, and reads again what that one may not have come to use. */
async function followAuditFile(
  cluster: string,
  path: string,
  intake: AuditIntake,
  parts: AuditInletParts,
  signal: AbortSignal,
): Promise<void> {
  const { settings, log, now } = parts
  const name = `audit-position/${cluster}`
  const from = await storedPosition(name, parts, signal)
  if (signal.aborted) return
  const positions = new HeldPositions()
  await followFile(
    { path, from, signal },
    {
      take: async ({ lines, position }) => {
        while (!signal.aborted && !intake.offerLines(cluster, lines)) await intake.idle()
        const used = positions.behind(position, now())
        if (used !== undefined) await settings.set(name, { ...used })
      },
      failed: (code, cause) => log.warn('The audit log cannot be read', { code, cause, cluster }),
    },
  )
}

/** Asked for until the store answers: nobody waits for this, so that a failure would end the whole process. */
async function storedPosition(
  name: string,
  { settings, log }: AuditInletParts,
  signal: AbortSignal,
): Promise<FollowPosition | undefined> {
  for (; !signal.aborted; await sleep(RETRY_POSITION_MS, undefined, { signal }).catch(() => {})) {
    try {
      return (await settings.get(name)) as FollowPosition | undefined
    } catch (error) {
      log.error('The place in the audit log cannot be read from the store', error, { name })
    }
  }
  return undefined
}
