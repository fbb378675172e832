import { followFile } from '../../adapters/audit-file/follow-file.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import { AuditIntake } from '../../live/audit/intake.ts'
import type { Service } from '../../loop/serve/service.ts'
import type { AuditEvent } from '../../model/audit-event.ts'

export interface FollowedAuditParts {
  readonly cluster: string
  readonly path: string
  readonly service: Service
  /** Told before the service is. */
  readonly record: (event: AuditEvent) => void
  readonly log: ServiceLog
}

/** Follows an audit log from its beginning, as a service does at its first start. @returns what ends it */
export function followAudit({ cluster, path, service, record, log }: FollowedAuditParts): () => Promise<void> {
  const intake = new AuditIntake({
    isRelevant: (name, { group, resource }) => service.holdsResource(name, group, resource),
    isStatusRelevant: () => false,
    deliver: (events) => {
      for (const event of events) {
        record(event)
        service.auditEvent(event)
      }
      return Promise.resolve()
    },
    count: () => {},
  })
  const closing = new AbortController()
  const { signal } = closing
  const following = followFile(
    { path, from: undefined, signal },
    {
      take: async ({ lines }) => {
        while (!signal.aborted && !intake.offerLines(cluster, lines)) await intake.idle()
      },
      failed: (code, cause) => log.warn('The audit log cannot be read', { code, cause, cluster }),
    },
  )
  return async () => {
    closing.abort()
    await following
    await intake.idle()
  }
}
