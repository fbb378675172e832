import { BlockList, isIP } from 'node:net'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ProxySettings } from './cluster-config.ts'
import { SecretText } from './secret-text.ts'

/**
 * The proxy for a server: `proxy-url` of the cluster entry, else as Go reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 *
 * @throws DriftageError DRF3004 for something that is no URL, DRF3005 for a proxy that is neither http nor https
 */
export function proxyFor(
  server: URL,
  configured: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ProxySettings | undefined {
  if (configured !== undefined) return proxySettings(configured, 'proxy-url')
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const value = env[name] || env[name.toLowerCase()]
  if (!value || isDirect(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined
  return proxySettings(value.includes('://') ? value : `http://${value}`, name)
}

function proxySettings(text: string, setting: string): ProxySettings {
  // Neither message shows the text: it may hold a password.
  if (!URL.canParse(text)) {
    throw new DriftageError('DRF3004', `${setting} is not a URL. Nothing was read from any cluster.`)
  }
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new DriftageError(
      'DRF3005',
      `${setting} names a ${url.protocol.slice(0, -1)} proxy; driftage can use http and https proxies. Nothing was read from any cluster.`,
    )
  }
  const { username, password } = url
  url.username = ''
  url.password = ''
  if (username === '' && password === '') return { url, authorization: undefined }
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { url, authorization: new SecretText(`Basic ${Buffer.from(pair).toString('base64')}`) }
}

/** NO_PROXY as golang.org/x/net/http/httpproxy reads it: names with their subdomains, addresses, networks, `*`. */
function isDirect(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  if (host === 'localhost' || isLoopback(host)) return true
  return noProxy
    .split(',')
    .map((rule) => rule.trim().toLowerCase())
    .some((rule) => rule !== '' && matches(rule, host, port))
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true
  if (rule.includes('/')) return inNetwork(rule, host)
  const withPort = isIP(rule) === 0 ? /^(.*):(\d+)$/.exec(rule) : null
  if (withPort !== null && withPort[2] !== port) return false
  const name = (withPort?.[1] ?? rule).replace(/^\[|\]$/g, '').replace(/^\*\./, '.')
  if (isIP(host) !== 0) return name === host
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`)
}

function inNetwork(rule: string, host: string): boolean {
  const [address = '', bits = ''] = rule.split('/')
  const [family, hostFamily] = [isIP(address), isIP(host)]
  if (family === 0 || family !== hostFamily || !/^\d{1,3}$/.test(bits)) return false
  if (Number(bits) > (family === 4 ? 32 : 128)) return false
  const list = new BlockList()
  const type = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(address, Number(bits), type)
  return list.check(host, type)
}

function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
