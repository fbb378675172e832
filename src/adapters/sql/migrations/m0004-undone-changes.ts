import { oneOf, statements } from './statements.ts'

/** Changes that were undone, how often, and writers that undo each other. */
export const undoneChanges = statements(
  // The cluster repeats that of the object, which never changes, for the sake of the lists.
  `create table overwritten_fix (
    id text collate "C" primary key,
    finding_id text collate "C" not null,
    object bigint not null constraint overwritten_fix_object references object (key),
    cluster text collate "C" not null,
    path text not null,
    sensitive boolean not null,
    value json,
    restored json,
    attribution json not null,
    made_at timestamptz not null,
    undone_at timestamptz not null,
    lived_ms bigint not null constraint overwritten_fix_lived check (lived_ms >= 0),
    undone_by json not null,
    times integer not null constraint overwritten_fix_times_counted check (times > 0),
    constraint overwritten_fix_keeps_secrets check (not sensitive or (value is null and restored is null))
  )`,
  'create index overwritten_fix_newest on overwritten_fix (undone_at, id)',
  'create index overwritten_fix_newest_in_cluster on overwritten_fix (cluster, undone_at, id)',
  'create index overwritten_fix_by_object on overwritten_fix (object)',
  'create index overwritten_fix_by_finding on overwritten_fix (finding_id, undone_at)',

  // Marks can be longer than an index takes, so the key is their SHA-256; that of no value at all is empty.
  `create table undone (
    finding_id text collate "C" not null,
    mark_hash text collate "C" not null,
    object bigint not null constraint undone_object references object (key),
    value_mark text,
    times integer not null constraint undone_times_counted check (times > 0),
    last timestamptz not null,
    primary key (finding_id, mark_hash),
    constraint undone_mark_hashed check ((value_mark is null) = (mark_hash = ''))
  )`,
  'create index undone_by_object on undone (object)',

  `create table fight (
    id text collate "C" primary key,
    object bigint not null constraint fight_object references object (key),
    path text not null,
    pace text not null constraint fight_pace_known check (${oneOf('pace', 'fast', 'slow')}),
    managers text[] not null,
    heat double precision not null constraint fight_heat_positive check (heat >= 0),
    times integer not null constraint fight_times_counted check (times >= 0),
    since timestamptz not null,
    last timestamptz not null,
    ended_at timestamptz
  )`,
  'create index fight_newest on fight (last, id)',
  'create index fight_by_object on fight (object)',
)
