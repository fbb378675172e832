import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate with its key, both PEM. */
export interface CertificatePair {
  certificate: string
  key: string
}

export interface CertificateOptions {
  /** Common name; for a client certificate the user. */
  name: string
  /** Organisations; for a client certificate the groups. Default none. */
  organizations?: readonly string[]
  /** Host names and IPv4 addresses of a server. Default none. */
  hosts?: readonly string[]
  /** Default: signed by itself, and then an authority. */
  issuer?: CertificatePair & { name: string }
}

/** Makes a certificate that is good for a day. Written out here since Node can read X.509 but not write it. */
export function makeCertificate({ name, organizations = [], hosts = [], issuer }: CertificateOptions): CertificatePair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    issuer === undefined ? distinguishedName(name, organizations) : distinguishedName(issuer.name, []),
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    distinguishedName(name, organizations),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(issuer === undefined, hosts))),
  )
  const signer: KeyObject = issuer === undefined ? privateKey : createPrivateKey(issuer.key)
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, signer))
  const certificate = sequence(body, ECDSA_WITH_SHA256, signature).toString('base64')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

function extensions(authority: boolean, hosts: readonly string[]): Buffer[] {
  const names = hosts.map((host) =>
    /^\d+(\.\d+){3}$/.test(host)
      ? der(0x87, Buffer.from(host.split('.').map(Number)))
      : der(0x82, Buffer.from(host, 'latin1')),
  )
  return [
    ...(authority ? [extension('55:1d:13', sequence(der(0x01, Buffer.from([0xff]))))] : []),
    ...(names.length > 0 ? [extension('55:1d:11', sequence(...names))] : []),
  ]
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(0x04, value))
}

function distinguishedName(name: string, organizations: readonly string[]): Buffer {
  const part = (id: string, text: string) => der(0x31, sequence(objectId(id), der(0x0c, Buffer.from(text, 'utf8'))))
  return sequence(...organizations.map((organization) => part('55:04:0a', organization)), part('55:04:03', name))
}

function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '')
  return der(0x18, Buffer.from(text, 'latin1'))
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, ...parts)
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex.replaceAll(':', ''), 'hex'))
}

/** Tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const ECDSA_WITH_SHA256 = sequence(objectId('2a:86:48:ce:3d:04:03:02'))
