/** A kind as an API server serves it, at one version. `group` is empty for the core group. */
export interface KindInfo {
  readonly group: string
  readonly version: string
  readonly kind: string
  /** Plural name in the URL, such as `deployments`. */
  readonly resource: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(kind: Pick<KindInfo, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
}

/** Splits `apps/v1` into group and version; the core group is the empty string. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/')
  if (slash < 0) return { group: '', version: apiVersion }
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/** True where a group is among those that could not be discovered; `*` stands for all named groups. */
export function isUndiscovered(failed: readonly { readonly group: string }[], group: string): boolean {
  return failed.some((one) => one.group === group || (one.group === '*' && group !== ''))
}
