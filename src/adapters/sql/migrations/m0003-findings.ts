import { oneOf, statements, together } from './statements.ts'

const SEVERITY = ['critical', 'high', 'medium', 'low', 'info'] as const
const RESOLUTION = [
  'reverted',
  'backported',
  'git-changed',
  'object-gone',
  'explained',
  'source-removed',
  'schema-change',
] as const
/** Columns of short words, of which a question may ask for any. */
const NARROWED_BY = 'state, standing, handling, actor_class, kind, cluster, namespace, owner'
const ACTOR_CLASS = ['person', 'deployer', 'controller', 'admission', 'unknown'] as const

/** Findings, what groups them, and the periods in which each was drift. */
export const findings = statements(
  `create table cause (
    id text collate "C" primary key,
    kind text not null,
    api_group text not null,
    path text not null,
    drift_kind text not null,
    actor_class text not null constraint cause_actor_class_known check (${oneOf('actor_class', ...ACTOR_CLASS)}),
    live json
  )`,

  // Cluster, namespace, kind and name repeat those of the object, which never change, for the sake of the lists.
  `create table finding (
    key bigint generated always as identity primary key,
    id text collate "C" not null constraint finding_id unique,
    object bigint not null constraint finding_object references object (key),
    cluster text collate "C" not null,
    namespace text collate "C" not null,
    kind text collate "C" not null,
    name text collate "C" not null,
    drift json not null,
    drift_kind text not null constraint finding_drift_kind_known
      check (${oneOf('drift_kind', 'modified', 'added', 'removed', 'reordered', 'missing', 'ineffective', 'contested')}),
    severity text not null constraint finding_severity_known check (${oneOf('severity', ...SEVERITY)}),
    urgency smallint generated always as
      (case severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 when 'low' then 3 else 4 end) stored,
    actor_class text not null constraint finding_actor_class_known check (${oneOf('actor_class', ...ACTOR_CLASS)}),
    standing text not null constraint finding_standing_known
      check (${oneOf('standing', 'drift', 'pending', 'drift-and-pending', 'explained')}),
    state text not null constraint finding_state_known check (${oneOf('state', 'settling', 'open', 'resolved')}),
    handling text not null constraint finding_handling_known check (${oneOf('handling', 'none', 'acknowledged', 'accepted')}),
    handled_by text,
    handled_at timestamptz,
    accept_reason text,
    accept_until timestamptz,
    accepted_value_mark text,
    accepted_actor_class text,
    accepted_severity text constraint finding_accepted_severity_known check (${oneOf('accepted_severity', ...SEVERITY)}),
    onset_not_before timestamptz,
    onset_not_after timestamptz not null,
    regressions integer not null constraint finding_regressions_counted check (regressions >= 0),
    agreed_since timestamptz,
    agreed_through text constraint finding_agreed_through_known check (${oneOf('agreed_through', ...RESOLUTION)}),
    standing_since timestamptz not null,
    value_since timestamptz not null,
    reverts json not null,
    explained_by text,
    cause text collate "C" not null constraint finding_cause references cause (id),
    owner text,
    assignee text,
    sources text[] not null,
    last_confirmed timestamptz not null,
    frozen_reason text,
    frozen_since timestamptz,
    value_mark text,
    desired_mark text,
    written_uid text,
    written_version text,
    replaced_uid text,
    replaced_version text,
    baseline boolean not null,
    decision json,
    next_at timestamptz,
    constraint finding_handled_whole check (${together('handled_by', 'handled_at')}),
    constraint finding_handled_by_somebody check ((handling = 'none') = (handled_by is null)),
    constraint finding_accepted_with_reason check
      ((handling = 'accepted') = (accept_reason is not null) and (accept_reason is null or accept_reason ~ '\\S')),
    constraint finding_accepted_until check
      ((handling = 'accepted') = (accept_until is not null) and (accept_until is null or accept_until > handled_at)),
    constraint finding_accepted_whole check
      ((handling = 'accepted') = (accepted_actor_class is not null and accepted_severity is not null)
        and (handling = 'accepted' or accepted_value_mark is null)),
    constraint finding_agreed_whole check (${together('agreed_since', 'agreed_through')}),
    constraint finding_explained_by_rule check (standing = 'explained' or explained_by is null),
    constraint finding_onset_in_order check (onset_not_before <= onset_not_after),
    constraint finding_frozen_whole check (${together('frozen_reason', 'frozen_since')}),
    constraint finding_written_whole check (${together('written_uid', 'written_version')}),
    constraint finding_replaced_whole check
      (${together('replaced_uid', 'replaced_version')} and (written_uid is not null or replaced_uid is null)),
    constraint finding_next_is_decided check (decision is not null or next_at is null)
  )`,

  // One list page is one walk along one of these. Those of the common lists carry what they are narrowed by, so that a page
  // of few among a million goes by entries that do not match without reading their rows.
  'create index finding_by_object on finding (object)',
  `create index finding_urgency on finding (urgency, onset_not_after, key) include (${NARROWED_BY})`,
  `create index finding_unresolved on finding (urgency, onset_not_after, key) include (${NARROWED_BY})
    where state <> 'resolved'`,
  `create index finding_unresolved_in_cluster on finding (cluster, urgency, onset_not_after, key)
    include (state, standing, handling, actor_class, kind, namespace, owner) where state <> 'resolved'`,
  `create index finding_newest on finding (onset_not_after, key) include (urgency, ${NARROWED_BY})`,
  // Of most namespaces there is little, and of many nothing: that must not be found out by going by everything else.
  `create index finding_in_namespace on finding (namespace, urgency, onset_not_after, key)
    include (state, standing, handling, actor_class, kind, cluster, owner)`,
  'create index finding_place on finding (namespace, cluster, kind, name)',
  'create index finding_by_owner on finding (owner, urgency, onset_not_after, key) where owner is not null',
  'create index finding_by_source on finding using gin (sources)',
  'create index finding_by_cause on finding (cause, urgency, onset_not_after, key)',
  `create index finding_unresolved_cause on finding (cause, cluster, urgency, onset_not_after, object)
    where state <> 'resolved' and standing <> 'explained'`,
  `create index finding_due on finding (cluster, next_at) where state <> 'resolved' and next_at is not null`,
  `create index finding_agreeing on finding (cluster, agreed_since) where agreed_since is not null`,
  'create index finding_written on finding (cluster, written_uid, written_version) where written_uid is not null',
  `create index finding_explained on finding (explained_by, object, onset_not_after) where explained_by is not null`,

  // A finding has one open period at a time, and its periods never overlap (design §6), whatever the code believes.
  `create table open_period (
    finding bigint not null constraint open_period_finding references finding (key),
    number integer not null constraint open_period_numbered check (number >= 0),
    from_at timestamptz not null,
    to_at timestamptz,
    resolution text constraint open_period_resolution_known
      check (${oneOf('resolution', ...RESOLUTION)}),
    flips integer not null constraint open_period_flips_counted check (flips >= 0),
    primary key (finding, number),
    constraint open_period_ended_with_reason check ((to_at is null) = (resolution is null)),
    constraint open_period_in_order check (from_at <= to_at),
    constraint open_period_no_overlap exclude using gist
      (int8range(finding, finding, '[]') with &&, tstzrange(from_at, to_at) with &&)
  )`,
  'create unique index open_period_one_unresolved on open_period (finding) where to_at is null',

  // What was decided and when that changed; one decision at a time.
  `create table finding_decision (
    finding bigint not null constraint finding_decision_finding references finding (key),
    at timestamptz not null,
    reason text not null,
    due text constraint finding_decision_due_known
      check (${oneOf('due', 'notify', 'revert', 'pull-request', 'ticket', 'escalate')}),
    decision json not null,
    primary key (finding, at)
  )`,
)
