import type { Impersonation } from './cluster-config.ts'

/** The `Impersonate-*` headers, as client-go writes them; none where nobody is impersonated. */
export function impersonationHeaders(who: Impersonation | undefined): Record<string, string | string[]> {
  if (who === undefined) return {}
  const headers: Record<string, string | string[]> = { 'impersonate-user': headerBytes(who.user) }
  if (who.groups.length > 0) headers['impersonate-group'] = who.groups.map(headerBytes)
  if (who.uid !== undefined) headers['impersonate-uid'] = headerBytes(who.uid)
  for (const [key, values] of who.extra) {
    headers[`impersonate-extra-${encodeExtraKey(key)}`] = values.map(headerBytes)
  }
  return headers
}

/** Names may hold any letters; a header carries the bytes of their UTF-8. */
function headerBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** The server reads these names percent-decoded and in lower case. */
function encodeExtraKey(key: string): string {
  return encodeURIComponent(key).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
