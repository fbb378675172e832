/** Kinds that hold secrets and little else, as they stand in URLs. Of their requests nothing but metadata is read (S-11). */
const SECRET_RESOURCES: readonly { readonly group: string; readonly resource: string }[] = [
  { group: '', resource: 'secrets' },
  { group: 'bitnami.com', resource: 'sealedsecrets' },
  { group: 'external-secrets.io', resource: 'pushsecrets' },
  { group: 'generators.external-secrets.io', resource: '*' },
  { group: 'isindir.github.com', resource: 'sopssecrets' },
]

/** True where bodies of requests and answers must not be looked at. */
export function isSecretLike(group: string, resource: string): boolean {
  return SECRET_RESOURCES.some((one) => one.group === group && (one.resource === '*' || one.resource === resource))
}
