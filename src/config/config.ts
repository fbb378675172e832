import type { Calendar } from '../model/calendar.ts'
import type { ResponseStep, RuleAspect } from '../model/decision.ts'
import type { IncidentWindow } from '../model/incident-window.ts'
import type { Rule } from '../model/response-rule.ts'
import type { SecretReference } from './secret-reference.ts'

/** A checked configuration: `driftage.yaml` with everything that it includes, or what flags say. Never holds a secret. */
export interface Config {
  readonly store: StoreConfig
  readonly listen: ListenConfig
  /** At least one; names are unique. */
  readonly clusters: readonly ClusterConfig[]
  /** At least one; names are unique. */
  readonly sources: readonly SourceConfig[]
  /** Central rules, in order. */
  readonly rules: readonly Rule[]
  readonly calendars: readonly Calendar[]
  readonly response: ResponseConfig
  readonly environments: EnvironmentsConfig
  readonly sourceBounds: SourceBounds
  readonly owners: OwnersConfig
  readonly incidents: readonly IncidentWindow[]
  readonly retention: RetentionConfig
  readonly webhooks: WebhooksConfig
}

export type StoreConfig =
  /** Absolute path of the data folder. */
  { readonly kind: 'embedded'; readonly folder: string } | { readonly kind: 'postgres'; readonly url: SecretReference }

export interface ListenConfig {
  /** Default 127.0.0.1. */
  readonly address: string
  /** Default 8420. */
  readonly port: number
  readonly tokens: readonly { readonly name: string; readonly token: SecretReference; readonly may: 'read' | 'write' }[]
  /** Whether /metrics answers without a token. Default false. */
  readonly openMetrics: boolean
  /** Names under which the service is reached, beside those of this machine. */
  readonly hosts: readonly string[]
}

export interface ClusterConfig {
  readonly name: string
  readonly access:
    | { readonly kind: 'in-cluster' }
    /** Absolute path, absent = where kubectl looks; context absent = the current one. */
    | { readonly kind: 'kubeconfig'; readonly file?: string; readonly context?: string }
  /** Only these are watched; absent = all that sources use. */
  readonly namespaces?: readonly string[]
  readonly audit: AuditConfig | undefined
  /** Whether the server may be asked by dry-run creates. Default false. */
  readonly oracle: boolean
  /** Whether Secrets are compared. Default false. */
  readonly secrets: boolean
}

/** Where audit events come from; either or both. */
export interface AuditConfig {
  /** Authenticates the cluster's webhook. */
  readonly token?: SecretReference
  /** Absolute path of a JSONL file that is followed. */
  readonly file?: string
}

export interface SourceConfig {
  readonly name: string
  readonly from:
    | { readonly kind: 'git'; readonly repository: string; readonly revision: string; readonly folder: string }
    /** Absolute path. */
    | { readonly kind: 'path'; readonly path: string }
  readonly helm: HelmConfig | undefined
  /** Names of configured clusters; at least one. */
  readonly clusters: readonly string[]
  /** Namespace of the release, and of manifests that name none. Default: `default`. */
  readonly namespace: string
  /** Field manager through which the source reaches the cluster; undefined = found out. */
  readonly deployer: string | undefined
  readonly owner: string | undefined
  /** Between two looks at the head, in milliseconds. Default one minute. */
  readonly intervalMs: number
  /** Steps that are turned on, instead of the central ones; undefined = the central ones. */
  readonly steps: readonly ResponseStep[] | undefined
}

export interface HelmConfig {
  readonly release?: string
  /** Absolute paths on this machine; later ones win. */
  readonly valuesFiles: readonly string[]
  /** Paths inside the source's repository; those of this machine win over them. */
  readonly valuesInRepository: readonly string[]
  /** As `--set`: `a.b=c`. */
  readonly set: readonly string[]
  readonly setString: readonly string[]
}

export interface ResponseConfig {
  /** Steps that are turned on for all sources. Default: none. */
  readonly steps: readonly ResponseStep[]
  /** Most effects of each kind a day and source. */
  readonly dailyCaps: Readonly<Record<ResponseStep, number>>
  /** Name of the calendar by which what can wait does; undefined = at all hours. */
  readonly calendar: string | undefined
  /** Days of the caps begin here. Default UTC. */
  readonly timeZone: string
  /** More objects than this with one cause, or a larger share of a source: no reverts (F-37). */
  readonly breaker: { readonly objects: number; readonly share: number }
  /** How long a change of Git may wait before it is a stalled rollout. Default 24 h. */
  readonly stalledAfterMs: number
  /** Whether findings of a source's first pass are told about. Default false. */
  readonly baselineSpeaks: boolean
}

/** Globs over names; what they match is judged one level worse or milder (all modifiers together at most one). */
export interface EnvironmentsConfig {
  readonly production: EnvironmentScope
  readonly nonProduction: EnvironmentScope
  /** Path patterns that a team watches closely: one level worse. */
  readonly watched: readonly string[]
}

export interface EnvironmentScope {
  readonly clusters: readonly string[]
  readonly namespaces: readonly string[]
}

/** What a source's own `.driftage.yaml` may say. */
export interface SourceBounds {
  readonly aspects: readonly RuleAspect[]
  readonly maxGraceMs: number
  readonly maxRules: number
}

export interface OwnersConfig {
  /** Names that owners may have, beside what CODEOWNERS says. */
  readonly teams: readonly { readonly name: string; readonly description?: string }[]
  /** Labels and annotations that name the owner of an object, in order. */
  readonly labels: readonly string[]
}

export interface RetentionConfig {
  /** Resolved findings are kept for so long. Default 400 days. */
  readonly findingsMs: number
  /** Entries of the record are kept for so long. Default 400 days. */
  readonly activityMs: number
}

/** Pushes that forges announce. */
export interface WebhooksConfig {
  /** None = announcements are not taken. */
  readonly secrets: readonly {
    readonly secret: SecretReference
    /** Names of configured sources that it may speak for; absent = all. */
    readonly sources?: readonly string[]
  }[]
}
