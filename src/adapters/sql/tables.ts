import type { Generated, GeneratedAlways } from 'kysely'
import type { ActivityActor, ActivityEntry, ActivitySurface } from '../../model/activity.ts'
import type { DriftKind } from '../../model/difference.ts'
import type { ActorClass } from '../../model/field-owner.ts'
import type { FindingState, Handling, Resolution } from '../../model/finding.ts'
import type { Standing } from '../../model/observation.ts'
import type { Fight } from '../../model/overwritten-fix.ts'
import type { Verdict } from '../../model/scan-report.ts'
import type { Severity } from '../../model/severity.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'
import type { JsonText } from './json-text.ts'
import type { Timestamp, TimestampOrNull } from './timestamp.ts'

/** The tables as Kysely sees them. What they mean stands in `migrations/`; what may be in them, in `schema.sql`. */
export interface Tables {
  cluster: ClusterTable
  source: SourceTable
  manifest: ManifestTable
  object: ObjectTable
  cause: CauseTable
  finding: FindingTable
  open_period: OpenPeriodTable
  finding_decision: FindingDecisionTable
  overwritten_fix: OverwrittenFixTable
  undone: UndoneTable
  fight: FightTable
  activity: ActivityTable
  activity_head: ActivityHeadTable
  activity_checkpoint: ActivityCheckpointTable
  person: PersonTable
  lease: LeaseTable
  setting: SettingTable
  applied_change: AppliedChangeTable
}

export interface ClusterTable {
  name: string
  version: string
  state: ClusterState['state']
  since: Timestamp
  known_until: TimestampOrNull
  objects: number
  not_checked: JsonText
}

export interface SourceTable {
  name: string
  cluster: string
  revision: string
  fetched_at: TimestampOrNull
  failing_since: TimestampOrNull
  failing_code: string | null
  failing_message: string | null
  held_since: TimestampOrNull
  held_reason: NonNullable<SourceState['held']>['reason'] | null
  held_message: string | null
  deployed_revision: string | null
  deployed_at: TimestampOrNull
  objects: number
  owner: string | null
  baseline_since: TimestampOrNull
}

export interface ManifestTable {
  hash: string
  body: JsonText
}

export interface ReferenceColumns {
  cluster: string
  api_group: string
  kind: string
  namespace: string
  name: string
}

export interface ObjectTable extends ReferenceColumns {
  key: GeneratedAlways<number>
  verdict: Verdict | null
  reason: string | null
  as_of: TimestampOrNull
  uid: string | null
  resource_version: string | null
  revisions: JsonText | null
  sources: string[] | null
  owner: string | null
  schema_hash: string | null
  explained: number | null
  agreed_manifest: string | null
  agreed_never: string[] | null
  agreed_revision: string | null
  agreed_at: TimestampOrNull
}

export interface CauseTable {
  id: string
  kind: string
  api_group: string
  path: string
  drift_kind: string
  actor_class: string
  live: JsonText | null
}

export interface FindingTable extends Omit<ReferenceColumns, 'api_group'> {
  key: GeneratedAlways<number>
  id: string
  object: number
  drift: JsonText
  drift_kind: DriftKind
  severity: Severity
  urgency: GeneratedAlways<number>
  actor_class: ActorClass
  standing: Standing
  state: FindingState
  handling: Handling['kind']
  handled_by: string | null
  handled_at: TimestampOrNull
  accept_reason: string | null
  accept_until: TimestampOrNull
  accepted_value_mark: string | null
  accepted_actor_class: string | null
  accepted_severity: Severity | null
  onset_not_before: TimestampOrNull
  onset_not_after: Timestamp
  regressions: number
  agreed_since: TimestampOrNull
  agreed_through: Resolution | null
  standing_since: Timestamp
  value_since: Timestamp
  reverts: JsonText
  explained_by: string | null
  cause: string
  owner: string | null
  assignee: string | null
  sources: string[]
  last_confirmed: Timestamp
  frozen_reason: string | null
  frozen_since: TimestampOrNull
  value_mark: string | null
  desired_mark: string | null
  written_uid: string | null
  written_version: string | null
  replaced_uid: string | null
  replaced_version: string | null
  baseline: boolean
  decision: JsonText | null
  next_at: TimestampOrNull
}

export interface OpenPeriodTable {
  finding: number
  number: number
  from_at: Timestamp
  to_at: TimestampOrNull
  resolution: Resolution | null
  flips: number
}

export interface FindingDecisionTable {
  finding: number
  at: Timestamp
  reason: string
  due: string | null
  decision: JsonText
}

export interface OverwrittenFixTable {
  id: string
  finding_id: string
  object: number
  cluster: string
  path: string
  sensitive: boolean
  value: JsonText | null
  restored: JsonText | null
  attribution: JsonText
  made_at: Timestamp
  undone_at: Timestamp
  lived_ms: number
  undone_by: JsonText
  times: number
}

export interface UndoneTable {
  finding_id: string
  mark_hash: string
  object: number
  value_mark: string | null
  times: number
  last: Timestamp
}

export interface FightTable {
  id: string
  object: number
  path: string
  pace: Fight['pace']
  managers: string[]
  heat: number
  times: number
  since: Timestamp
  last: Timestamp
  ended_at: TimestampOrNull
}

export interface ActivityTable {
  sequence: number
  at: Timestamp
  actor_kind: ActivityActor['kind']
  actor_id: string
  surface: ActivitySurface
  kind: string
  subject_type: ActivityEntry['subject']['type']
  subject_id: string
  detail: JsonText
  previous: string
  hash: string
}

export interface ActivityHeadTable {
  id: Generated<boolean>
  sequence: number
  hash: string
  pruned_through: number
  pruned_hash: string
}

export interface ActivityCheckpointTable {
  sequence: number
  hash: string
  at: Timestamp
  key_id: string
  algorithm: 'hmac-sha256' | 'ed25519'
  signature: string
}

export interface PersonTable {
  pseudonym: string
  name: string | null
}

export interface LeaseTable {
  cluster: string
  owner: string | null
  until: TimestampOrNull
  epoch: number
}

export interface SettingTable {
  key: string
  value: JsonText
}

export interface AppliedChangeTable {
  key: string
  at: Generated<Timestamp>
}
