import { createHash } from 'node:crypto'
import type { Insertable, Selectable } from 'kysely'
import type { AgreedBase, ObjectState } from '../../../ledger/ports.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { ObjectRef } from '../../../model/object-ref.ts'
import { fromJsonText, type JsonText, toJsonText } from '../json-text.ts'
import type { ManifestTable, ObjectTable, ReferenceColumns } from '../tables.ts'
import { toTimestamp } from '../timestamp.ts'

export function refToColumns(ref: ObjectRef): ReferenceColumns {
  return { cluster: ref.cluster, api_group: ref.group, kind: ref.kind, namespace: ref.namespace, name: ref.name }
}

export function refFromColumns(row: ReferenceColumns): ObjectRef {
  return { cluster: row.cluster, group: row.api_group, kind: row.kind, namespace: row.namespace, name: row.name }
}

export function objectToRow(state: ObjectState): Insertable<ObjectTable> {
  return {
    ...refToColumns(state.ref),
    verdict: state.verdict,
    reason: state.reason,
    as_of: toTimestamp(state.asOf),
    uid: state.version?.uid ?? null,
    resource_version: state.version?.resourceVersion ?? null,
    revisions: toJsonText(state.revisions),
    sources: [...state.sources],
    owner: state.owner,
    schema_hash: state.schemaHash,
    explained: state.explained,
  }
}

/** Null where the object is known by its reference only. */
export function objectFromRow(row: Selectable<ObjectTable>): ObjectState | null {
  if (row.verdict === null) return null
  return {
    ref: refFromColumns(row),
    verdict: row.verdict,
    reason: row.reason,
    asOf: row.as_of as number,
    version: row.uid === null ? null : { uid: row.uid, resourceVersion: row.resource_version as string },
    revisions: fromJsonText(row.revisions as JsonText) as unknown as Record<string, string>,
    sources: row.sources as string[],
    owner: row.owner,
    schemaHash: row.schema_hash as string,
    explained: row.explained as number,
  }
}

/** The manifest goes by its content: objects that were told the same share it. */
export function manifestToRow(manifest: JsonObject): Insertable<ManifestTable> {
  const body = toJsonText(manifest)
  return { hash: createHash('sha256').update(body, 'utf8').digest('hex'), body }
}

export function agreedToRow(ref: ObjectRef, agreed: AgreedBase, manifest: string): Insertable<ObjectTable> {
  return {
    ...refToColumns(ref),
    agreed_manifest: manifest,
    agreed_never: [...agreed.neverAgreed],
    agreed_revision: agreed.revision,
    agreed_at: toTimestamp(agreed.at),
  }
}

export function agreedFromRow(row: Selectable<ObjectTable>, body: JsonText | null): AgreedBase | null {
  if (body === null) return null
  return {
    manifest: fromJsonText(body) as unknown as JsonObject,
    neverAgreed: row.agreed_never as string[],
    revision: row.agreed_revision as string,
    at: row.agreed_at as number,
  }
}
