import type { Resolution } from '../../model/finding.ts'
import type { Attribution } from '../../model/scan-report.ts'
import type { Severity } from '../../model/severity.ts'

/**
 * What the service counts while it works; the loop takes the functions that it needs as a narrow port. Labels are
 * clusters, kinds, reasons and the like, never names of objects: a series per object would swamp the monitoring.
 */
export interface ServiceMetrics {
  /** Versions of objects that watches told, since this was called last. */
  watchEvents(cluster: string, versions: number): void
  /** Versions that were left out under overload, since this was called last. */
  versionsCoalesced(cluster: string, versions: number): void
  /** `taken` into the queue, `shed` because it was full, `dropped` since it concerns nothing. */
  auditEvents(cluster: string, outcome: 'taken' | 'shed' | 'dropped', events: number): void
  /** The epoch under which this process holds the cluster; undefined when it holds it no more. */
  leaseHeld(cluster: string, epoch: number | undefined): void
  /** A finding ended after this long. */
  findingResolved(cluster: string, severity: Severity, resolution: Resolution, seconds: number): void
  /** A live change was undone. */
  fixOverwritten(cluster: string): void
  /** A drift was attributed, or attributed better than before. */
  attributed(confidence: Attribution['confidence']): void
  /** The API answered. `route` is the route as defined. */
  answered(route: string, method: string, status: number, seconds: number): void
}
