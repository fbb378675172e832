import { printInstant } from '../../../src/model/instant.ts'
import type { Sizes } from '../sizes.ts'
import { NOW } from './vocabulary.ts'
import { oneOf, text } from './words-sql.ts'

const ATTRIBUTION = `'{"confidence":"likely","users":["person-1"],"manager":"kubectl-edit","operation":"Update",
  "notBefore":null,"notAfter":"2026-01-01T12:00:00Z","evidence":"managedFields","reason":""}'::json`
const RESOLUTIONS = ['reverted', 'git-changed', 'backported', 'object-gone', 'source-removed', 'schema-change']

/** Findings that came back have a period for each time, ten days apart. */
export const PERIODS = `
  insert into open_period (finding, number, from_at, to_at, resolution, flips)
  select key, number, from_at, case when is_open then null else from_at + interval '1 day' end,
    case when is_open then null when standing = 'explained' then 'explained'
      else ${oneOf(RESOLUTIONS, 'bench_share(key, 31)', 2)} end, 0
  from finding cross join lateral generate_series(0, regressions) number
  cross join lateral (select onset_not_after - interval '10 days' * (regressions - number) as from_at,
    number = regressions and state <> 'resolved' as is_open) of_period
  order by key`

/** What was decided first, and what it came to. */
export const DECISIONS = `
  insert into finding_decision (finding, at, reason, due, decision)
  select key, onset_not_after + interval '1 hour' * number, reason, null,
    json_build_object('reason', reason, 'due', null, 'next', null,
      'rules', json_build_object('severity', 'DRF-SEC-001'), 'text', 'decided by the benchmark')
  from finding cross join lateral (values (0, 'within-grace'), (1, case state when 'resolved' then 'resolved' else 'waiting' end))
    decided (number, reason)
  order by key`

const chance = 'bench_share(key, 32)'

/** A fix at one finding in twenty was undone, and at one in a hundred again and again. */
export const UNDONE: readonly string[] = [
  `insert into overwritten_fix (id, finding_id, object, cluster, path, sensitive, value, restored, attribution, made_at, undone_at,
      lived_ms, undone_by, times)
    select md5(key::text || number), id, object, cluster, drift ->> 'path', false, drift -> 'live', drift -> 'desired', ${ATTRIBUTION},
      onset_not_after, onset_not_after + interval '1 hour' * (number + 1), 3600000 * (number + 1), ${ATTRIBUTION}, number + 1
    from finding cross join lateral generate_series(0, case when ${chance} < 0.01 then 4 else 0 end) number
    where ${chance} < 0.05`,
  `insert into undone (finding_id, mark_hash, object, value_mark, times, last)
    select id, encode(sha256(convert_to(value_mark, 'UTF8')), 'hex'), object, value_mark, 1, onset_not_after
    from finding where ${chance} < 0.05`,
  `insert into fight (id, object, path, pace, managers, heat, times, since, last, ended_at)
    select md5('fight' || key), object, drift ->> 'path', case when key % 3 = 0 then 'fast' else 'slow' end,
      array['argocd-controller', 'kubectl-edit'], 0.125, 5, onset_not_after, onset_not_after + interval '6 hours',
      case when ${chance} < 0.0001 then null else onset_not_after + interval '12 hours' end
    from finding where ${chance} < 0.005`,
]

/** The commonest first. */
const FINDING_KINDS = [
  'finding-seen',
  'finding-opened',
  'finding-changed',
  'finding-agreed',
  'finding-resolved',
  'finding-attributed',
  'finding-flipped',
  'finding-frozen',
  'finding-unfrozen',
  'fix-attributed',
]
/** Findings that always move, each with a thousandth of all entries. */
const RESTLESS = 20

/**
 * Some of the entries, in the order of their numbers. Most are about findings, near their beginnings, the way they are
 * written; the hashes are no chain, only unlike each other, since nothing that is measured reads them.
 */
export function activityStatement({ findings, activity, objects }: Sizes, from: number, to: number): string {
  return `
  insert into activity (sequence, at, actor_kind, actor_id, surface, kind, subject_type, subject_id, detail, previous, hash)
  select n, ${text(printInstant(NOW))}::timestamptz - interval '365 days' * ((${activity} - n) / ${activity}.0),
    case when by_person then 'person' else 'system' end, case when by_person then 'person-' || n % 50 else 'watch' end,
    case when by_person then 'api' else 'watch' end, drawn.kind, subject_type, subject_id,
    '{"standing":"drift","severity":"medium","onset":1790000000000,"value":"5","regressions":0}',
    ${hash('n - 1')}, ${hash('n')}
  from (
    select n, bench_share(n, 21) as about, bench_share(n, 22) < 0.002 as by_person,
      case when bench_share(n, 21) < 0.02 then 1 + floor(bench_share(n, 23) * ${RESTLESS})::bigint * ${Math.floor(findings / RESTLESS)}
        else greatest(1, ceil(n * ${findings / activity}) - floor(power(bench_share(n, 23), 3) * ${findings / 10}))::bigint
      end as finding
    from generate_series(${from}, ${to}) n
  ) numbered
  join bench_finding finding on finding.key = numbered.finding
  join bench_object object on object.key = 1 + n % ${objects}
  cross join lateral (select
    case when about < 0.85 then 'finding' when about < 0.95 then 'object' when about < 0.98 then 'source' else 'cluster' end
      as subject_type,
    case when about < 0.85 then finding.id when about < 0.95 then object.reference when about < 0.98 then object.source
      else object.cluster end as subject_id,
    case when by_person then case when n % 2 = 0 then 'acknowledged' else 'accepted' end
      when about < 0.85 then ${oneOf(FINDING_KINDS, 'bench_share(n, 24)', 2)} when about < 0.95 then 'object-rechecked'
      when about < 0.98 then 'source-moved' else 'cluster-state' end as kind
  ) drawn
  order by n`
}

/** What entries are about, without the wide rows around it. */
export const MAKE_SUBJECTS: readonly string[] = [
  'create table bench_finding as select key, id from finding',
  `create table bench_object as select key, cluster, sources[1] as source, concat_ws('/', cluster,
    coalesce(nullif(api_group, ''), '-'), kind, coalesce(nullif(namespace, ''), '-'), name) as reference from object`,
  'analyze bench_finding, bench_object',
]
export const DROP_SUBJECTS = 'drop table bench_finding, bench_object'

export function headStatement({ activity }: Sizes): string {
  return `update activity_head set sequence = ${activity}, hash = ${hash(String(activity))}`
}

function hash(number: string): string {
  return `repeat(md5((${number})::text), 2)`
}
