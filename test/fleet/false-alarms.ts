import type { ScanReport } from '../../src/model/scan-report.ts'

/** What a scan says has drifted, each with both values. */
export function findingsOf({ findings, pending }: ScanReport): readonly string[] {
  return [...findings, ...pending].map(
    ({ object, kind, path, desired, live }) =>
      `${object.kind} ${object.namespace}/${object.name} ${kind} ${path} ${JSON.stringify(desired)} -> ${JSON.stringify(live)}`,
  )
}

/** What a scan could not check. */
export function gapsOf({ notChecked }: ScanReport): readonly string[] {
  return notChecked
    .map(
      ({ object, kind, path, reason }) =>
        `${object?.kind ?? kind ?? ''} ${object?.namespace}/${object?.name} ${path} ${reason}`,
    )
    .sort()
}
