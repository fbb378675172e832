/** Where a secret is; the configuration never holds one itself. */
export type SecretReference =
  | { readonly from: 'environment'; readonly name: string }
  /** Absolute path. */
  | { readonly from: 'file'; readonly path: string }

const ENVIRONMENT = /^env:([A-Za-z_][A-Za-z0-9_]{0,127})$/

/** `env:NAME` or `file:/path`; undefined for anything else, which could be the secret itself and must not be repeated. */
export function parseSecretReference(text: string): SecretReference | undefined {
  const name = ENVIRONMENT.exec(text)?.[1]
  if (name !== undefined) return { from: 'environment', name }
  const path = text.startsWith('file:/') ? text.slice('file:'.length) : undefined
  return path === undefined || path.includes('\0') ? undefined : { from: 'file', path }
}
