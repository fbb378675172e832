import { printRef } from '../../../model/object-ref.ts'
import type { ReportedGap, ReportedObject } from '../../../model/scan-report.ts'
import { visible } from '../../../model/visible-text.ts'

/** `Deployment/shop/web`, or `ClusterRole/reader` for cluster scope. */
export function objectText(object: ReportedObject): string {
  return visible([object.kind, object.namespace, object.name].filter((part) => part !== '').join('/'))
}

/** The written reference. */
export function referenceText(object: ReportedObject): string {
  return visible(printRef(object))
}

/** The written path, whole; `(object)` for the object itself. */
export function pathText(path: string): string {
  return path === '' ? '(object)' : visible(path)
}

/** What a gap is about. */
export function gapText(gap: ReportedGap): string {
  const subject =
    gap.object !== undefined
      ? `${visible(gap.object.cluster)} ${objectText(gap.object)}`
      : gap.kind !== undefined
        ? `kind ${visible(gap.kind)}`
        : `source ${visible(gap.source ?? '(unknown)')}`
  return gap.path === undefined || gap.path === '' ? subject : `${subject} ${visible(gap.path)}`
}

/** `4f2c1d98` for a commit; versions of charts and names of branches stay whole. */
export function revisionText(revision: string): string {
  return visible(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(revision) ? revision.slice(0, 8) : revision)
}
