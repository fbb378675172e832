import type { Resolution } from '../../model/finding.ts'
import type { Attribution } from '../../model/scan-report.ts'
import type { Severity } from '../../model/severity.ts'

/**
 * What the service counts while it works; the loop takes the functions that it needs as a narrow port. Labels are
 * clusters, kinds, reasons and the like, never names of objects: a series per object would swamp the monitoring.
 */
export interface ServiceMetrics {
  /** An event of a watch was taken. */
  watchEvent(cluster: string): void
  /** Versions that were left out under overload. */
  versionsCoalesced(cluster: string, versions: number): void
  /** A watch ended and began anew, for a reason such as `expired`, `idle`, `disconnected`, `truncated`. */
  watchRestarted(cluster: string, reason: string): void
  /** One assessment of one object, from its event to the recorded observation. */
  observed(cluster: string, seconds: number): void
  /** `taken` into the queue, `shed` because it was full, `dropped` since it concerns nothing. */
  auditEvents(cluster: string, outcome: 'taken' | 'shed' | 'dropped', events: number): void
  /** Entries that wait now. Queues are named by what they hold, such as `versions`, `references`, `audit`. */
  queueLength(queue: string, cluster: string, entries: number): void
  /** One call of the store. */
  storeCall(operation: string, seconds: number, outcome: 'ok' | 'failed'): void
  oracleCall(cluster: string, outcome: 'answered' | 'refused' | 'cached'): void
  /** The epoch under which this process holds the cluster; undefined when it holds it no more. */
  leaseHeld(cluster: string, epoch: number | undefined): void
  /** A finding ended after this long. */
  findingResolved(cluster: string, severity: Severity, resolution: Resolution, seconds: number): void
  /** A live change was undone. */
  fixOverwritten(cluster: string): void
  /** A drift was attributed, or attributed better than before. */
  attributed(confidence: Attribution['confidence']): void
  /** Desired state of a source was fetched and rendered. */
  sourceRead(source: string, seconds: number, outcome: 'ok' | 'failed'): void
  /** The API answered. `route` is the route as defined. */
  answered(route: string, method: string, status: number, seconds: number): void
}
