import { oneOf, statements } from './statements.ts'

/** The append-only, hash-chained record. The database itself refuses gaps, forks, changes and removals. */
export const activity = statements(
  `create table activity_checkpoint (
    sequence bigint primary key constraint activity_checkpoint_positive check (sequence > 0),
    hash text not null,
    at timestamptz not null,
    key_id text not null,
    algorithm text not null constraint activity_checkpoint_algorithm_known check (${oneOf('algorithm', 'hmac-sha256', 'ed25519')}),
    signature text not null
  )`,

  // One row: the newest entry, and behind which one older entries were removed by retention (0 = none were).
  `create table activity_head (
    id boolean primary key default true constraint activity_head_single check (id),
    sequence bigint not null,
    hash text not null,
    pruned_through bigint not null,
    pruned_hash text not null,
    constraint activity_head_in_order check (0 <= pruned_through and pruned_through <= sequence)
  )`,
  `insert into activity_head (sequence, hash, pruned_through, pruned_hash) values (0, repeat('0', 64), 0, repeat('0', 64))`,

  `create table activity (
    sequence bigint primary key,
    at timestamptz not null,
    actor_kind text not null constraint activity_actor_kind_known check (${oneOf('actor_kind', 'person', 'token', 'system')}),
    actor_id text not null,
    surface text not null constraint activity_surface_known
      check (${oneOf('surface', 'watch', 'scan', 'policy', 'audit', 'api', 'cli', 'config', 'timer', 'git')}),
    kind text collate "C" not null,
    subject_type text not null constraint activity_subject_type_known
      check (${oneOf('subject_type', 'finding', 'object', 'source', 'cluster', 'ledger', 'rule')}),
    subject_id text collate "C" not null,
    detail json not null,
    previous text not null,
    hash text not null
  )`,
  'create index activity_by_subject on activity (subject_id, sequence)',
  'create index activity_by_kind on activity (kind, sequence)',

  // Entries that are added must go on from the head, one after the other; then the head is theirs. Its row is locked, so
  // that two writers cannot both go on from the same entry.
  `create function activity_goes_on() returns trigger language plpgsql as $body$
  declare
    head activity_head%rowtype;
    stray bigint;
  begin
    select * into strict head from activity_head for update;
    select linked.sequence into stray
    from (
      select added.sequence, added.previous,
        lag(added.sequence, 1, head.sequence) over in_order as last_sequence,
        lag(added.hash, 1, head.hash) over in_order as last_hash
      from added window in_order as (order by added.sequence)
    ) linked
    where linked.sequence <> linked.last_sequence + 1 or linked.previous <> linked.last_hash
    order by linked.sequence limit 1;
    if stray is not null then
      raise exception 'activity % does not go on from the entry before it', stray
        using errcode = 'integrity_constraint_violation', constraint = 'activity_goes_on';
    end if;
    update activity_head set sequence = newest.sequence, hash = newest.hash
    from (select added.sequence, added.hash from added order by added.sequence desc limit 1) newest;
    return null;
  end
  $body$`,
  `create trigger activity_goes_on after insert on activity
    referencing new table as added for each statement execute function activity_goes_on()`,

  `create function activity_stays() returns trigger language plpgsql as $body$
  begin
    if tg_op = 'DELETE' and old.sequence <= (select pruned_through from activity_head) then
      return old;
    end if;
    raise exception 'activity is append-only'
      using errcode = 'integrity_constraint_violation', constraint = 'activity_stays';
  end
  $body$`,
  `create trigger activity_stays before update or delete on activity
    for each row execute function activity_stays()`,
  `create trigger activity_is_not_emptied before truncate on activity
    for each statement execute function activity_stays()`,

  // The head may say that older entries are gone only up to one that a signed checkpoint vouches for.
  `create function activity_is_vouched_for() returns trigger language plpgsql as $body$
  begin
    if new.pruned_through > 0 and not exists (
      select from activity_checkpoint vouched
      where vouched.sequence = new.pruned_through and vouched.hash = new.pruned_hash
    ) then
      raise exception 'no checkpoint vouches for activity %', new.pruned_through
        using errcode = 'integrity_constraint_violation', constraint = 'activity_is_vouched_for';
    end if;
    return new;
  end
  $body$`,
  `create trigger activity_is_vouched_for before update on activity_head
    for each row when (new.pruned_through <> old.pruned_through) execute function activity_is_vouched_for()`,
)
