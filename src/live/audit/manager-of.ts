/** Query parameters of a request; empty where the URI cannot be read. */
export function queryOf(requestUri: string): URLSearchParams {
  const mark = requestUri.indexOf('?')
  return new URLSearchParams(mark < 0 ? '' : requestUri.slice(mark + 1))
}

/**
 * The manager that the server books a write to: `fieldManager` of the request, else the user agent up to the first slash,
 * without what cannot be printed, cut to 128 bytes; `unknown` where there is neither.
 */
export function managerOf(fieldManager: string | null | undefined, userAgent: string | undefined): string {
  if (fieldManager) return fieldManager
  const prefix = (userAgent ?? '').split('/')[0] ?? ''
  return shortened(prefix.replaceAll(/[\p{C}]/gu, '')) || 'unknown'
}

function shortened(text: string): string {
  let short = text
  while (Buffer.byteLength(short) > 128) short = short.slice(0, -1)
  return short
}
