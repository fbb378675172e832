import type { DriftKind } from '../../model/difference.ts'
import type { ActorClass } from '../../model/field-owner.ts'
import type { FieldPath } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import type { Json } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { ReportedDrift } from '../../model/scan-report.ts'
import type { Severity } from '../../model/severity.ts'

/** What rules look at: one difference, with what is known of its object. */
export interface RuleFacts {
  readonly ref: ObjectRef
  /** Of the live object, else of the manifest; undefined where they are not at hand, as in the record of a finding. */
  readonly labels: Readonly<Record<string, string>> | undefined
  /** Names of all sources that hold the object. */
  readonly sources: readonly string[]
  readonly path: FieldPath
  readonly writtenPath: string
  readonly kind: DriftKind
  readonly actorClass: ActorClass
  /** Field manager that wrote the value; undefined where nobody is known. */
  readonly manager: string | undefined
  /** As the catalogue judges it. */
  readonly severity: Severity
  readonly sensitive: boolean
  readonly desired: Json | undefined
  readonly live: Json | undefined
}

/** The facts of a difference as it is reported. `severity` is the catalogue's, whatever rules made of it before. */
export function ruleFacts(
  drift: ReportedDrift,
  around: {
    readonly labels: RuleFacts['labels']
    readonly sources: readonly string[]
    readonly severity: Severity
  },
): RuleFacts {
  const { cluster, group, kind, namespace, name } = drift.object
  return {
    ...around,
    ref: { cluster, group, kind, namespace, name },
    // A path that driftage printed parses back; the object's own stands for what does not.
    path: parsePath(drift.path) ?? [],
    writtenPath: drift.path,
    kind: drift.kind,
    actorClass: drift.actorClass,
    manager: drift.attribution.manager,
    sensitive: drift.sensitive,
    desired: drift.sensitive ? undefined : drift.desired,
    live: drift.sensitive ? undefined : drift.live,
  }
}
