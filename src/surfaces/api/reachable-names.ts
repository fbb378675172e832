import { BlockList, isIPv4, isIPv6 } from 'node:net'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** True where only this machine can reach the address. Names other than `localhost` are taken to be reachable. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return LOOPBACK.check(address, 'ipv4')
  if (isIPv6(address)) return LOOPBACK.check(address, 'ipv6')
  return address === 'localhost'
}

/**
 * Whether a Host header names this service. A page of another site can point a name of its own to 127.0.0.1 and then
 * read answers, but it cannot choose the Host header (DNS rebinding, B-52).
 */
export function isOwnName(host: string | undefined, names: readonly string[]): boolean {
  const name = nameIn(host ?? '')
  return name !== undefined && (isLoopback(name) || names.some((own) => own.toLowerCase() === name))
}

/** Without port and brackets, in lower case; undefined where it is no host. */
function nameIn(host: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:@/[\]]+))(?::\d{1,5})?$/.exec(host) ?? []
  return (bracketed ?? plain)?.toLowerCase()
}
