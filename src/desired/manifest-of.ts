import type { ManifestPlace, SourceManifest } from '../model/desired-object.ts'
import { at, isList, isObject, type Json, type JsonObject, objectOf, property, stringAt } from '../model/json.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'
import type { YamlDocument } from './yaml/read-yaml.ts'

/** Something in a folder that is no manifest, and why it is believed to be none. */
export interface SkippedDocument {
  readonly file: string
  readonly line?: number
  readonly reason: 'not-a-manifest' | 'tool-file'
}

/** What one document of a file comes to. */
export interface DocumentManifests {
  readonly manifests: readonly SourceManifest[]
  readonly gaps: readonly SourceGap[]
  readonly skipped: readonly SkippedDocument[]
}

export interface DocumentOrigin {
  readonly source: string
  readonly file: string
  /** False for rendered text, whose lines stand in no file. */
  readonly hasLines: boolean
  readonly role: SourceManifest['role']
  /** True where the text has `ENC[` somewhere, so that looking for encrypted values is worth the walk. */
  readonly mayBeEncrypted: boolean
}

/** The manifests of a document: lists are taken apart, and what only looks like a manifest is named. */
export function manifestsOf(document: YamlDocument, origin: DocumentOrigin): DocumentManifests {
  const { value } = document
  if (value === null) return NOTHING
  if (!isObject(value) || !looksLikeManifest(value)) return skipped(document, origin, 'not-a-manifest')
  if (isToolFile(value)) return skipped(document, origin, 'tool-file')
  const items = property(value, 'items')
  if (isList(items) && (stringAt(value, 'kind') ?? '').endsWith('List'))
    return listItems(value, items, document, origin)
  return one(value, document, origin, [])
}

const NOTHING: DocumentManifests = { manifests: [], gaps: [], skipped: [] }

function skipped({ line }: YamlDocument, origin: DocumentOrigin, reason: SkippedDocument['reason']): DocumentManifests {
  const place = origin.hasLines ? { file: origin.file, line } : { file: origin.file }
  return { ...NOTHING, skipped: [{ ...place, reason }] }
}

/** `apiVersion` and `kind`, or one of them with a body: the rest of the YAML of the world lies in repositories too. */
function looksLikeManifest(value: JsonObject): boolean {
  const named = ['apiVersion', 'kind'].filter((key) => Object.hasOwn(value, key)).length
  return named === 2 || (named === 1 && (isObject(property(value, 'metadata')) || isObject(property(value, 'spec'))))
}

/** Files that tools read from a folder and that no API server takes. */
function isToolFile(value: JsonObject): boolean {
  return /^(?:kustomize\.config\.k8s\.io|skaffold|kind\.x-k8s\.io|kubeadm\.k8s\.io|config\.k3d\.io)\//.test(
    stringAt(value, 'apiVersion') ?? '',
  )
}

type Step = string | number

function listItems(
  list: JsonObject,
  items: readonly Json[],
  document: YamlDocument,
  origin: DocumentOrigin,
): DocumentManifests {
  // Items of a typed list may leave out what the list says; those of a plain List may not.
  const kind = (stringAt(list, 'kind') as string).slice(0, -'List'.length)
  const apiVersion = stringAt(list, 'apiVersion')
  const parts = items.map((item, index) => {
    if (!isObject(item)) return incomplete(document, origin, ['items', index], 'an item of the list is no object')
    const whole = kind !== '' && apiVersion !== undefined && !Object.hasOwn(item, 'kind')
    const value = whole ? objectOf([...Object.entries(item), ['kind', kind], ['apiVersion', apiVersion]]) : item
    return one(value, document, origin, ['items', index])
  })
  return {
    manifests: parts.flatMap((part) => part.manifests),
    gaps: parts.flatMap((part) => part.gaps),
    skipped: [],
  }
}

function one(
  value: JsonObject,
  document: YamlDocument,
  origin: DocumentOrigin,
  inside: readonly Step[],
): DocumentManifests {
  const fault = faultOf(value)
  if (fault !== undefined) return incomplete(document, origin, inside, fault)
  const encrypted = isObject(property(value, 'sops')) || (origin.mayBeEncrypted && holdsEncrypted(value))
  const manifest = encrypted ? objectOf(Object.entries(value).filter(([key]) => key !== 'sops')) : value
  const role = origin.role === 'object' && isHook(value) ? 'hook' : origin.role
  const place = placeOf(document, origin, inside)
  return {
    ...NOTHING,
    manifests: [{ source: origin.source, place, manifest, role, ...(encrypted ? { encrypted } : {}) }],
  }
}

function placeOf(document: YamlDocument, { file, hasLines }: DocumentOrigin, inside: readonly Step[]): ManifestPlace {
  return hasLines ? new PlaceInFile(file, document, inside) : { file }
}

/**
 * Finding a line parses the text again, which is put off until somebody wants it. One a manifest is kept for as long as it is
 * compared, so it holds no closures, and of the document not what was read of it.
 */
class PlaceInFile implements ManifestPlace {
  readonly file: string
  readonly #first: number
  readonly #lines: YamlDocument['lineOf']
  readonly #inside: readonly Step[]

  constructor(file: string, { line, lineOf }: YamlDocument, inside: readonly Step[]) {
    this.file = file
    this.#first = line
    this.#lines = lineOf
    this.#inside = inside
  }

  get line(): number {
    if (this.#inside.length === 0) return this.#first
    return this.#lines(this.#inside) ?? this.#first
  }

  lineOf(path: readonly Step[]): number | undefined {
    return this.#lines([...this.#inside, ...path])
  }
}

function faultOf(value: JsonObject): string | undefined {
  for (const key of ['apiVersion', 'kind'] as const) {
    if (!isText(property(value, key))) return `${key} is missing or is not text`
  }
  const metadata = property(value, 'metadata')
  if (!isObject(metadata)) return 'metadata is missing or is no object'
  const namespace = property(metadata, 'namespace')
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string')
    return 'metadata.namespace is not text'
  if (isText(property(metadata, 'name'))) return undefined
  if (property(metadata, 'name') === undefined && isText(property(metadata, 'generateName'))) return undefined
  return 'metadata.name is missing or is not text'
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== ''
}

function incomplete(
  document: YamlDocument,
  origin: DocumentOrigin,
  inside: readonly Step[],
  fault: string,
): DocumentManifests {
  const line = document.lineOf(inside) ?? document.line
  const place = origin.hasLines ? `${origin.file}:${line}` : origin.file
  const message = `The document looks like a manifest, but ${fault}, so applying it would fail. Complete it or move it out of the source. It was not compared.`
  return { ...NOTHING, gaps: [sourceGap(origin.source, 'DRF2005', 'incomplete-manifest', message, place)] }
}

function isHook(value: JsonObject): boolean {
  const annotations = at(value, 'metadata', 'annotations')
  return (
    isObject(annotations) && ['helm.sh/hook', 'argocd.argoproj.io/hook'].some((key) => Object.hasOwn(annotations, key))
  )
}

function holdsEncrypted(value: Json): boolean {
  if (typeof value === 'string') return value.startsWith('ENC[AES256_GCM,')
  if (isList(value)) return value.some(holdsEncrypted)
  return isObject(value) && Object.values(value).some(holdsEncrypted)
}
