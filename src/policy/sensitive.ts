import type { Difference } from '../model/difference.ts'
import type { FieldPath, KeyPart, PathElement } from '../model/field-path.ts'
import { isList, isObject, type Json, property, stringAt } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { globTest } from './glob.ts'
import { isSecretName, isSecretValue } from './secret-like.ts'

/**
 * Whether a value of the difference may not be shown or stored as it is. Decided by object, place and the values
 * themselves; in doubt yes, since a value that was shown once cannot be taken back.
 */
export function isSensitive(
  difference: Pick<Difference, 'path' | 'desired' | 'live'>,
  ref: Pick<ObjectRef, 'group' | 'kind'>,
): boolean {
  const { path, desired, live } = difference
  if (isSecretKind(ref)) return !isHarmlessMetadata(path)
  if (isCopyOfManifest(path) || (!isReferencePath(path) && path.some(isSecretStep))) return true
  // The value of `value` is named by what stands beside it, such as the name of an environment variable.
  return holdsSecret(desired, nameAround(path)) || holdsSecret(live, nameAround(path))
}

/** Kinds that hold secrets and little else: only names and the like may be shown. */
const SECRET_KINDS: readonly { readonly group: string; readonly kind: string }[] = [
  { group: '', kind: 'Secret' },
  { group: 'bitnami.com', kind: 'SealedSecret' },
  { group: 'external-secrets.io', kind: 'PushSecret' },
  { group: 'generators.external-secrets.io', kind: '*' },
  { group: 'isindir.github.com', kind: 'SopsSecret' },
]

function isSecretKind(ref: Pick<ObjectRef, 'group' | 'kind'>): boolean {
  return SECRET_KINDS.some(({ group, kind }) => group === ref.group && (kind === '*' || kind === ref.kind))
}

const HARMLESS_METADATA = new Set(['name', 'namespace', 'labels', 'finalizers', 'ownerReferences', 'generateName'])

function isHarmlessMetadata(path: FieldPath): boolean {
  const [first, second] = path
  return isField(first, 'metadata') && second?.kind === 'field' && HARMLESS_METADATA.has(second.name)
}

/** Annotations that repeat a whole manifest, secrets included. */
const isManifestAnnotation = ['*last-applied*', '*last-config*', 'kapp.k14s.io/original', '*original-object*'].map(
  globTest,
)

function isCopyOfManifest(path: FieldPath): boolean {
  const [first, second, third] = path
  if (!isField(first, 'metadata') || !isField(second, 'annotations')) return false
  return third?.kind === 'field' && isManifestAnnotation.some((test) => test(third.name))
}

function isField(element: PathElement | undefined, name: string): boolean {
  return element?.kind === 'field' && element.name === name
}

/** Fields that refer to a secret by its name, or talk about secrets without holding one. */
const REFERENCES = new Set([
  'secret',
  'secrets',
  'secretName',
  'secretRef',
  'secretKeyRef',
  'secretKeySelector',
  'imagePullSecrets',
  'existingSecret',
  'credentialsSecretRef',
  'privateKeySecretRef',
  'passwordSecretRef',
  'automountServiceAccountToken',
])

const PARTS_OF_REFERENCES = new Set([
  'name',
  'key',
  'namespace',
  'kind',
  'group',
  'apiVersion',
  'optional',
  'secretName',
  'defaultMode',
  'items',
  'path',
  'mode',
])

/** True where the path leads to a reference or a part of one, so that names on the way say nothing about the value. */
function isReferencePath(path: FieldPath): boolean {
  const start = path.findIndex((element) => element.kind === 'field' && REFERENCES.has(element.name))
  if (start < 0) return false
  return path.slice(start + 1).every((element) => element.kind !== 'field' || PARTS_OF_REFERENCES.has(element.name))
}

/** True for the value of a reference: a name, or an object of nothing but parts of references. */
function isReference(name: string, value: Json): boolean {
  if (!REFERENCES.has(name)) return false
  if (isList(value)) return value.every((item) => isObject(item) && isReference(name, item))
  if (isObject(value)) return Object.keys(value).every((key) => PARTS_OF_REFERENCES.has(key))
  return name !== 'secret' && name !== 'secrets'
}

const NAMING_KEYS = new Set(['name', 'key'])

/** A step through a field, or an element, whose name says that a secret lies behind it. */
function isSecretStep(element: PathElement): boolean {
  switch (element.kind) {
    case 'field':
      return !REFERENCES.has(element.name) && isSecretName(element.name)
    case 'key':
      return element.keys.some((part) => isSecretKey(part) || namesSecret(part))
    default:
      return element.kind === 'value' && typeof element.value === 'string' && isSecretValue(element.value)
  }
}

/** `[name="DB_PASSWORD"]`: the value itself may be shown, what stands beside it may not. */
function namesSecret({ name, value }: KeyPart): boolean {
  return NAMING_KEYS.has(name) && typeof value === 'string' && isSecretName(value)
}

/** True where the value of a list key is a secret itself, as in `[token="…"]`. */
export function isSecretKey({ name, value }: KeyPart): boolean {
  if (typeof value === 'boolean' || value === null) return false
  if (!REFERENCES.has(name) && isSecretName(name)) return true
  return !NAMING_KEYS.has(name) && typeof value === 'string' && isSecretValue(value)
}

function nameAround(path: FieldPath): string {
  const last = path.at(-1)
  return last?.kind === 'field' ? last.name : ''
}

/** Hashes that everybody may see: commits, digests, checksums of configuration. */
const PUBLIC_HASH = /revision|commit|digest|checksum|hash|sha\d*$/i

/** Walks a value: secrets show by the names of fields, by `name` beside `value`, and by what strings look like. */
function holdsSecret(value: Json | undefined, name: string): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'string') return isSecretText(value, name)
  if (isList(value)) return !isReference(name, value) && value.some((item) => holdsSecret(item, name))
  if (!isObject(value)) return typeof value !== 'boolean' && !REFERENCES.has(name) && isSecretName(name)
  if (isReference(name, value)) return false
  const own = stringAt(value, 'name') ?? stringAt(value, 'key') ?? ''
  return Object.keys(value).some((key) => holdsSecret(property(value, key), key === 'value' ? own : key))
}

function isSecretText(text: string, name: string): boolean {
  if (!isReference(name, text) && isSecretName(name)) return true
  // A flag such as `--db-password`: its value follows, in the same text or in the next item.
  if (text.startsWith('-') && isSecretName(text)) return true
  if (PUBLIC_HASH.test(name) && /^[0-9a-f]*$/.test(text)) return false
  return isSecretValue(text)
}
