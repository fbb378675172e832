/** Repository and folder without credentials, also where the address is none: the name stands in every output. */
export function gitSourceName(repository: string, folder: string): string {
  const shown = withoutCredentials(repository)
  return folder === '.' ? shown : `${shown}//${folder}`
}

function withoutCredentials(repository: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(repository)?.[0]
  if (scheme === undefined) return repository.replace(/^[^/@]*:[^/]*@/, '')
  const [address = ''] = repository.split(/[?#]/)
  if (!URL.canParse(address)) return `${scheme}${address.slice(address.lastIndexOf('@') + 1).replace(scheme, '')}`
  const url = new URL(address)
  const user = scheme.toLowerCase() === 'ssh://' && url.username !== '' ? `${url.username}@` : ''
  return `${scheme}${user}${url.host}${url.pathname}`
}
