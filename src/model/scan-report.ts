import type { ActorClass } from './field-owner.ts'
import type { DriftKind } from './difference.ts'
import type { Json } from './json.ts'
import type { Severity } from './severity.ts'

/** The contract of `-o json` of `scan` and `diff`. Arrays are sorted by object and path. */
export interface ScanReport {
  readonly schemaVersion: 'driftage.dev/scan/v1'
  readonly verdict: Verdict
  readonly asOf: AsOf
  readonly summary: Summary
  readonly findings: readonly ReportedDrift[]
  readonly pending: readonly ReportedDrift[]
  readonly expected: readonly ExpectedDifference[]
  readonly excluded: readonly Excluded[]
  readonly notChecked: readonly ReportedGap[]
  /** What a single look cannot see, in sentences; empty only where nothing could have been hidden. */
  readonly limits: readonly Limit[]
}

export type Verdict = 'in-sync' | 'pending' | 'drifted' | 'unknown'

export interface AsOf {
  /** RFC 3339 in UTC. */
  readonly time: string
  readonly sources: readonly { readonly name: string; readonly revision: string; readonly dirty: boolean }[]
  readonly cluster: { readonly name: string; readonly version: string }
}

export interface Summary {
  readonly objects: number
  readonly inSync: number
  readonly drifted: number
  readonly pending: number
  readonly unknown: number
  readonly findings: Readonly<Record<Severity, number>>
  /** Fields explained by rules, and fields that the server itself fills in. */
  readonly expected: number
  readonly defaults: number
}

export interface ReportedObject {
  readonly cluster: string
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Absent for objects that are missing. */
  readonly uid?: string
  readonly resourceVersion?: string
}

export interface ReportedDrift {
  /** Hash of reference and path: stable over runs, machines and values. */
  readonly id: string
  readonly object: ReportedObject
  /** Written path; empty for the object itself. */
  readonly path: string
  readonly kind: DriftKind
  /** Absent where there is none, and for sensitive fields. */
  readonly desired?: Json
  readonly live?: Json
  readonly base: Base
  readonly sensitive: boolean
  readonly severity: Severity
  readonly severityRule: string
  readonly actorClass: ActorClass
  readonly attribution: Attribution
  readonly onset: { readonly notBefore: string | null; readonly notAfter: string }
  readonly visibleTo: { readonly argocd: Visibility; readonly flux: Visibility }
  readonly source: {
    readonly name: string
    readonly revision: string
    readonly file: string
    readonly line: number | null
  }
  /** Sentence for people, such as "equals 4f2c1d, 3 commits ago"; absent where there is nothing to add. */
  readonly note?: string
}

export type Visibility = 'yes' | 'no' | 'unknown'

/** What the cluster was last told at this path, and how that is known. */
export interface Base {
  readonly evidence: 'agreed' | 'engine' | 'last-applied' | 'history' | 'unknown'
  readonly value?: Json
  readonly revision?: string
}

export interface Attribution {
  readonly confidence: 'certain' | 'likely' | 'possible' | 'unknown'
  /** Everybody whom the evidence names: several where several claim it, and both where one acted as another. */
  readonly users: readonly string[]
  /** Who of the users acted as whom; absent where nobody did. */
  readonly impersonated?: readonly { readonly user: string; readonly as: string }[]
  readonly manager?: string
  readonly operation?: 'Apply' | 'Update'
  readonly subresource?: string
  readonly notBefore: string | null
  readonly notAfter: string
  /** Where the claim comes from, such as `managedFields`. */
  readonly evidence: string
  /** Why it is not better known, such as `no-trace`. */
  readonly reason: string
}

export interface ExpectedDifference {
  readonly object: ReportedObject
  readonly path: string
  readonly kind: DriftKind
  readonly desired?: Json
  readonly live?: Json
  readonly sensitive: boolean
  /** Id of the rule, or `default`, `allocated`, `admission` for what the server itself does. */
  readonly rule: string
}

export interface Excluded {
  readonly object: ReportedObject
  readonly path?: string
  /** `secret`, `hook`, `generate-name`, `encrypted`, `never-compared` … */
  readonly reason: string
}

export interface ReportedGap {
  readonly object?: ReportedObject
  readonly kind?: string
  readonly source?: string
  readonly path?: string
  readonly reason: string
  readonly message: string
}

export interface Limit {
  /** Machine-readable, such as `taken-over-by-deployer`. */
  readonly code: string
  readonly count?: number
  readonly message: string
}
