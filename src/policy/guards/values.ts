import type { PathElement } from '../../model/field-path.ts'
import { at, canonicalJson, isList, isObject, type Json, sameJson, stringAt } from '../../model/json.ts'
import { globTest } from '../glob.ts'
import type { Held } from '../guard.ts'
import type { GuardInput } from './guard-context.ts'

export function hasMark(
  where: 'annotations' | 'labels',
  name: string,
  value: string | undefined,
  input: GuardInput,
): Held {
  const found = stringAt(input.live, 'metadata', where, name)
  if (found === undefined) return 'no'
  return held(value === undefined || globTest(value)(found))
}

// One line of base64 text; dashes end the run, so that no two parts of the pattern can match the same text.
const CERTIFICATES = /^\s*(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/

/** Only certificates: a private key, or text that merely mentions a certificate, is none. */
export function isCertificates(encoding: 'base64' | 'text', value: Json | undefined): boolean {
  if (typeof value !== 'string') return false
  if (encoding === 'text') return CERTIFICATES.test(value)
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value) || value.length % 4 !== 0) return false
  return CERTIFICATES.test(atob(value))
}

export function matchesText(pattern: RegExp, field: string | undefined, value: Json | undefined): boolean {
  const text = isObject(value) && field !== undefined ? stringAt(value, field) : value
  return typeof text === 'string' && pattern.test(text)
}

/** The list kind and the singular that the API server derives where a CRD leaves them out. */
export function isDerivedCrdName({ difference, live }: GuardInput): boolean {
  const kind = stringAt(live, 'spec', 'names', 'kind') ?? ''
  return kind !== '' && (difference.live === `${kind}List` || difference.live === kind.toLowerCase())
}

/**
 * The live list is the desired one, in its order, with nothing between but allowed items, each at most once and in the
 * order in which its writer adds them.
 */
export function onlyAdds(items: readonly Json[], desired: Json | undefined, live: Json | undefined): boolean {
  if (!isList(live) || (desired !== undefined && !isList(desired))) return false
  const wanted = desired ?? []
  let next = 0
  let added = -1
  for (const item of live) {
    if (next < wanted.length && sameJson(item, wanted[next])) {
      next++
      continue
    }
    const place = items.findIndex((allowed) => sameJson(item, allowed))
    if (place <= added) return false
    added = place
  }
  return next === wanted.length
}

export function sameItems(desired: Json | undefined, live: Json | undefined): boolean {
  if (!isList(desired) || !isList(live) || desired.length !== live.length) return false
  const sorted = (list: readonly Json[]): string[] => list.map(canonicalJson).sort()
  const other = sorted(live)
  return sorted(desired).every((text, i) => text === other[i])
}

/** `repo:tag` became `repo:tag@sha256:…`. */
export function isDigestAdded(desired: Json | undefined, live: Json | undefined): boolean {
  if (typeof desired !== 'string' || typeof live !== 'string' || desired.includes('@')) return false
  return live.startsWith(`${desired}@sha256:`) && /^[0-9a-f]{64}$/.test(live.slice(desired.length + 8))
}

/** The annotation of OpenShift's image triggers holds field paths such as `…containers[?(@.name=="web")].image`. */
export function isImageTrigger({ difference, live }: GuardInput): boolean {
  const triggers = stringAt(live, 'metadata', 'annotations', 'image.openshift.io/triggers')
  const name = difference.path.map(containerName).find((found) => found !== undefined)
  if (triggers === undefined || name === undefined) return false
  return fieldPathsOf(triggers).some((path) => path.replaceAll(/['"]/g, '').endsWith(`[?(@.name==${name})].image`))
}

function containerName(element: PathElement): string | undefined {
  const part = element.kind === 'key' ? element.keys.find((one) => one.name === 'name') : undefined
  return typeof part?.value === 'string' ? part.value : undefined
}

function fieldPathsOf(annotation: string): readonly string[] {
  try {
    const parsed = JSON.parse(annotation) as Json
    return isList(parsed) ? parsed.flatMap((trigger) => stringAt(trigger, 'fieldPath') ?? []) : []
  } catch {
    return []
  }
}

/** True where the live value is the object's own uid, which nobody can know before it exists. */
export function isOwnUid({ difference, live }: GuardInput): boolean {
  return typeof difference.live === 'string' && difference.live === at(live, 'metadata', 'uid')
}

export function held(holds: boolean): Held {
  return holds ? 'yes' : 'no'
}
