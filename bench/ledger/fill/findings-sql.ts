import { ACTOR_CLASSES } from '../../../src/model/field-owner.ts'
import { printInstant } from '../../../src/model/instant.ts'
import type { Sizes } from '../sizes.ts'
import { BEGAN, NOW, PLACES, RULES } from './vocabulary.ts'
import { oneOf, text } from './words-sql.ts'

/** Commonest first. */
const CLASSES = ['person', 'controller', 'unknown', 'deployer', 'admission']
const CAUSE_ID = `md5(concat_ws('|', kind, path, actor_class, value))`

/** Each way in which each kind drifts, by each class of writers. */
export const CAUSE_STATEMENT = `
  insert into cause (id, kind, api_group, path, drift_kind, actor_class, live)
  select ${CAUSE_ID}, kind, api_group, path, drift_kind, actor_class, value::json
  from bench_path join (select distinct kind, api_group from bench_kind) kinds using (kind),
    unnest(live) value, unnest(array[${ACTOR_CLASSES.map(text).join(', ')}]) actor_class`

/** Some of the findings, in the order of their beginnings. */
export function findingStatement(sizes: Sizes, from: number, to: number): string {
  return `
  insert into finding (id, object, cluster, namespace, kind, name, drift, drift_kind, severity, actor_class, standing,
    state, handling, handled_by, handled_at, accept_reason, accept_until, accepted_actor_class, accepted_severity,
    onset_not_before, onset_not_after, regressions, standing_since, value_since, reverts, explained_by, cause, owner,
    sources, last_confirmed, value_mark, desired_mark, written_uid, written_version, baseline, decision, next_at)
  select id, object, cluster, namespace, kind, name, ${DRIFT}, drift_kind, severity, actor_class, standing,
    state, handling, handler, handled_at, case handling when 'accepted' then 'until the next release' end,
    case handling when 'accepted' then handled_at + interval '60 days' end,
    case handling when 'accepted' then actor_class end, case handling when 'accepted' then severity end,
    onset - interval '5 minutes', onset, regressions, onset, onset, '[]',
    case standing when 'explained' then ${oneOf(RULES, 'bench_share(n, 17)', 2)} end, ${CAUSE_ID}, owner,
    sources, confirmed, value, desired, uid, n::text, n <= ${Math.ceil(sizes.findings / 50)}, ${DECISION}, next_at
  from (
    select drawn.*, case handling when 'none' then null else 'person-' || n % 50 end as handler,
      case handling when 'none' then null else onset + interval '3 hours' end as handled_at,
      case state when 'resolved' then onset + interval '1 day' else ${text(printInstant(NOW))}::timestamptz end as confirmed,
      case state when 'resolved' then null else onset + interval '3 days' end as next_at
    from (${drawn(sizes, from, to)}) drawn
  ) made
  order by n`
}

/** A fiftieth is not resolved, evenly over the year: what is left lying stays. */
function drawn({ objects, findings, unresolved }: Sizes, from: number, to: number): string {
  const isUnresolved = `bench_share(n, 12) < ${unresolved / findings}`
  const fate = 'bench_share(n, 16)'
  return `
    select n, object.key as object, cluster, api_group, object.kind, namespace, name, uid, owner, sources, path, drift_kind,
      desired, left(encode(sha256(convert_to(format(E'driftage/finding/v1\\n%s/%s/%s/%s/%s\\n%s', cluster,
        coalesce(nullif(api_group, ''), '-'), object.kind, coalesce(nullif(namespace, ''), '-'), name, path),
        'UTF8')), 'hex'), 32) as id,
      ${text(printInstant(BEGAN))}::timestamptz + interval '365 days' * ((n - bench_share(n, 11)) / ${findings}) as onset,
      ${oneOf(CLASSES, 'bench_share(n, 13)', 2)} as actor_class,
      live[1 + floor(power(bench_share(n, 14), 2) * cardinality(live))::int] as value,
      case when severity = 'critical' and bench_share(n, 15) > 0.2 then 'medium' else severity end as severity,
      case when not ${isUnresolved} then 'resolved' when ${fate} < 0.1 then 'settling' else 'open' end as state,
      case when not ${isUnresolved} then case when ${fate} < 0.01 then 'explained'
          when ${fate} < 0.03 then 'drift-and-pending' when ${fate} < 0.25 then 'pending' else 'drift' end
        when ${fate} > 0.85 then 'pending' when ${fate} > 0.8 then 'drift-and-pending' else 'drift' end as standing,
      case when bench_share(n, 18) < 0.05 then 'acknowledged' when bench_share(n, 18) < 0.06 then 'accepted'
        else 'none' end as handling,
      (bench_share(n, 19) < 0.15)::int + (bench_share(n, 19) < 0.05)::int as regressions
    from generate_series(${from}, ${to}) n
    join object on object.key = 1 + (n - 1) % ${objects}
    join bench_path chosen on chosen.kind = object.kind
      and chosen.number = ((n - 1) / ${objects} + object.key / ${PLACES.length}) % 6`
}

const DRIFT = `json_build_object('id', id,
    'object', json_build_object('cluster', cluster, 'group', api_group, 'version', 'v1', 'kind', kind,
      'namespace', namespace, 'name', name, 'uid', uid, 'resourceVersion', n::text),
    'path', path, 'kind', drift_kind, 'desired', desired::json, 'live', value::json,
    'base', json_build_object('evidence', 'agreed', 'value', desired::json, 'revision', repeat('c', 40)),
    'sensitive', false, 'severity', severity, 'severityRule', 'DRF-SEC-001', 'actorClass', actor_class,
    'attribution', json_build_object('confidence', 'certain', 'users', json_build_array('person-' || n % 50),
      'manager', 'kubectl-edit', 'operation', 'Update', 'notBefore', null, 'notAfter', '2026-01-01T12:00:00Z',
      'evidence', 'audit', 'reason', ''),
    'onset', json_build_object('notBefore', null, 'notAfter', '2026-01-01T12:00:00Z'),
    'visibleTo', json_build_object('argocd', 'yes', 'flux', 'no'),
    'source', json_build_object('name', sources[1], 'revision', repeat('c', 40), 'file', name || '.yaml', 'line', 12))`

const DECISION = `case state when 'resolved'
    then '{"reason":"resolved","due":null,"next":null,"rules":{"severity":"DRF-SEC-001"},"text":"resolved"}'::json
    else json_build_object('reason', 'waiting', 'due', null,
      'next', json_build_object('step', 'notify', 'at', floor(extract(epoch from next_at) * 1000)),
      'rules', json_build_object('severity', 'DRF-SEC-001'), 'text', 'notify in 3 days') end`
