import { DriftageError } from '../../errors/driftage-error.ts'

/**
 * The origin of a service. A token goes over plain http to this machine only, since anybody on the way could read it.
 * @throws DriftageError DRF6055
 */
export function serviceAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw refused('is no http or https address')
  }
  // Not quoted: a password may stand in it.
  if (url.username !== '' || url.password !== '') throw refused('holds a user or password')
  if (url.search !== '' || url.hash !== '') throw refused('holds a query or fragment')
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw refused('is http and not on this machine, so that the token could be read on its way')
  }
  return url.pathname.endsWith('/') ? url : new URL(`${url.pathname}/`, url)
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function refused(why: string): DriftageError {
  return new DriftageError(
    'DRF6055',
    `The address of the service ${why}. Give one such as https://driftage.example. Nothing was sent.`,
  )
}
