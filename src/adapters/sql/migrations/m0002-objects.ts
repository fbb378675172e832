import { oneOf, statements, together } from './statements.ts'

/** One row for each object that was ever looked at; what it was last told lies beside it, by content. */
export const objects = statements(
  `create table manifest (
    hash text collate "C" primary key constraint manifest_hash_form check (hash ~ '^[0-9a-f]{64}$'),
    body json not null
  )`,

  `create table object (
    key bigint generated always as identity primary key,
    cluster text collate "C" not null,
    api_group text collate "C" not null,
    kind text collate "C" not null,
    namespace text collate "C" not null,
    name text collate "C" not null,
    verdict text constraint object_verdict_known check (${oneOf('verdict', 'in-sync', 'pending', 'drifted', 'unknown')}),
    reason text,
    as_of timestamptz,
    uid text,
    resource_version text,
    revisions json,
    sources text[],
    owner text,
    schema_hash text,
    explained bigint constraint object_explained_counted check (explained >= 0),
    agreed_manifest text collate "C" constraint object_agreed_manifest references manifest (hash),
    agreed_never text[],
    agreed_revision text,
    agreed_at timestamptz,
    constraint object_reference unique (cluster, api_group, kind, namespace, name),
    constraint object_state_whole check (${together('verdict', 'as_of', 'revisions', 'sources', 'schema_hash', 'explained')}),
    constraint object_unknown_has_reason check ((verdict = 'unknown') = (reason is not null)),
    constraint object_version_whole check (${together('uid', 'resource_version')}),
    constraint object_agreed_whole check (${together('agreed_manifest', 'agreed_never', 'agreed_revision', 'agreed_at')})
  )`,

  'create index object_agreed on object (agreed_manifest) where agreed_manifest is not null',
  'create index object_by_source on object using gin (sources)',
  // In the order of the lists, since few objects among many are asked for.
  `create index object_unsettled on object (cluster, api_group, kind, namespace, name) include (verdict)
    where verdict <> 'in-sync'`,
)
