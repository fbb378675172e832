import { oneOf, statements, together } from './statements.ts'

/** What is watched, who watches it, and what the service keeps beside the ledger. */
export const clustersAndSources = statements(
  `create table cluster (
    name text collate "C" primary key,
    version text not null,
    state text not null constraint cluster_state_known check (${oneOf('state', 'starting', 'live', 'stale', 'unreachable')}),
    since timestamptz not null,
    known_until timestamptz,
    objects bigint not null constraint cluster_objects_counted check (objects >= 0),
    not_checked json not null
  )`,

  `create table source (
    name text collate "C" primary key,
    cluster text collate "C" not null,
    revision text not null,
    fetched_at timestamptz,
    failing_since timestamptz,
    failing_code text,
    failing_message text,
    held_since timestamptz,
    held_reason text constraint source_held_reason_known check (${oneOf('held_reason', 'shrunk', 'rewritten', 'branch-gone')}),
    held_message text,
    deployed_revision text,
    deployed_at timestamptz,
    objects bigint not null constraint source_objects_counted check (objects >= 0),
    owner text,
    baseline_since timestamptz,
    constraint source_failing_whole check (${together('failing_since', 'failing_code', 'failing_message')}),
    constraint source_held_whole check (${together('held_since', 'held_reason', 'held_message')}),
    constraint source_deployed_whole check (${together('deployed_revision', 'deployed_at')})
  )`,

  // A holder's writes hold this row until they commit, so nobody becomes holder in between (F-25).
  `create table lease (
    cluster text collate "C" primary key,
    owner text,
    until timestamptz,
    epoch bigint not null constraint lease_epoch_counted check (epoch > 0),
    constraint lease_held_whole check (${together('owner', 'until')})
  )`,

  // Keys of what was written, kept for a day: where a connection breaks during a commit, they tell whether it got through.
  `create table applied_change (
    key uuid primary key,
    at timestamptz not null default now()
  )`,

  // Nothing else holds a name of a person; whoever is erased here is erased everywhere.
  `create table person (
    pseudonym text collate "C" primary key,
    name text collate "C" constraint person_name_unique unique
  )`,

  `create table setting (
    key text collate "C" primary key,
    value json not null
  )`,
)
