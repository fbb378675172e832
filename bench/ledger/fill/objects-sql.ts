import { printInstant } from '../../../src/model/instant.ts'
import type { Sizes } from '../sizes.ts'
import { BEGAN, CLUSTERS, NAMESPACES, NOW, OWNERS, PLACES, SOURCES_OF_CLUSTER } from './vocabulary.ts'
import { text } from './words-sql.ts'

const HELD = 1_000

/** Clusters, their sources, and objects with what each was last told. */
export function objectStatements({ objects }: Sizes): readonly string[] {
  const now = text(printInstant(NOW))
  return [
    `insert into cluster (name, version, state, since, known_until, objects, not_checked)
      select name, 'v1.36.3', 'live', ${text(printInstant(BEGAN))}, ${now}, ${Math.floor(objects / CLUSTERS.length)},
        '[{"kind":"Secret","reason":"forbidden","since":1790000000000}]'
      from unnest(array[${CLUSTERS.map(text).join(', ')}]) name`,

    `insert into source (name, cluster, revision, fetched_at, objects, owner, baseline_since)
      select format('source-%s-%s', number, cluster.name), cluster.name, ${text('c0ffee'.padEnd(40, '0'))}, ${now}, ${HELD},
        format('team-%s', number % ${OWNERS}), ${text(printInstant(BEGAN))}
      from cluster, generate_series(0, ${SOURCES_OF_CLUSTER - 1}) number`,

    // A manifest of some 1.2 KiB for each object, under the hash of its content, as the product keeps it.
    `insert into manifest (hash, body)
      select encode(sha256(convert_to(body, 'UTF8')), 'hex'), body::json
      from generate_series(1, ${objects}) object, lateral (${manifest('object')}) made`,

    `insert into object (cluster, api_group, kind, namespace, name, verdict, as_of, uid, resource_version, revisions,
        sources, owner, schema_hash, explained, agreed_manifest, agreed_never, agreed_revision, agreed_at)
      select place.cluster, kind.api_group, kind.kind, home.namespace, format('app-%s-%s', app, place.suffix), 'in-sync',
        ${now}::timestamptz - bench_share(object, 4) * interval '1 day', md5(object::text)::uuid::text,
        (1000000 + object)::text, json_build_object(home.source, repeat('c', 40)), array[home.source], home.owner,
        'schema-1', 0, encode(sha256(convert_to(made.body, 'UTF8')), 'hex'), array[]::text[], repeat('c', 40), ${now}
      from generate_series(1, ${objects}) object
      cross join lateral (select object / ${PLACES.length} as app, object % ${PLACES.length} as slot) numbered
      join bench_place place on place.number = slot
      join bench_kind kind on kind.number = floor(bench_share(app, 1) * 100)
      cross join lateral (select floor(power(bench_share(app, 2), 2) * ${NAMESPACES})::int as number) team
      cross join lateral (
        select case kind.kind when 'ClusterRole' then '' else format('ns-%s', team.number) end as namespace,
          format('source-%s-%s', team.number % ${SOURCES_OF_CLUSTER}, place.cluster) as source,
          format('team-%s', team.number % ${OWNERS}) as owner
      ) home
      cross join lateral (${manifest('object')}) made
      order by object`,
  ]
}

function manifest(object: string): string {
  const lines = Array.from(
    { length: 12 },
    (_, line) => `,"line-${line}":"${'of a manifest as people write them, '.repeat(2)}"`,
  )
  return `select '{"metadata":{"name":"object-' || ${object} || '"},"data":{"first":"' || md5(${object}::text) || ${text(`"${lines.join('')}}}`)} as body`
}

/** An object drifts while a finding of it is not resolved; a few others wait for Git or cannot be read. */
export function verdictStatements({ objects }: Sizes): readonly string[] {
  return [
    `update object set verdict = 'drifted'
      where exists (select from finding where finding.object = object.key and finding.state <> 'resolved'
        and finding.standing <> 'explained')`,
    `update object set verdict = 'unknown', reason = 'forbidden'
      where key in (select 1 + floor(bench_share(number, 5) * ${objects})::int from generate_series(1, ${Math.ceil(objects / 500)}) number)`,
    `update object set verdict = 'pending'
      where verdict = 'in-sync' and key in (
        select 1 + floor(bench_share(number, 6) * ${objects})::int from generate_series(1, ${Math.ceil(objects / 200)}) number)`,
  ]
}
