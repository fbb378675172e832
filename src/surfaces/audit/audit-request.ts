/** What a request to the intake asks for, by its address: `/audit/CLUSTER/KIND`, `/audit/CLUSTER/KIND/TOKEN`. */
export interface AuditTarget {
  readonly cluster: string
  readonly kind: 'native' | 'eks' | 'gke' | 'aks' | 'admission'
  /**
   * From the address, for senders that can set no header: as its last part for admission reviews, of which the address may have
   * no query, or as `token` of the query. Never log the address.
   */
  readonly token: string | undefined
}

/** As Node gives them: names in lower case. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const KINDS: ReadonlySet<string> = new Set<AuditTarget['kind']>(['native', 'eks', 'gke', 'aks', 'admission'])

/** Undefined where the address is none of the intake's. */
export function targetOf(address: string): AuditTarget | undefined {
  const mark = address.indexOf('?')
  const path = mark < 0 ? address : address.slice(0, mark)
  const [empty, root, cluster, kind, inPath, ...rest] = path.split('/')
  if (empty !== '' || root !== 'audit' || !cluster || kind === undefined || !KINDS.has(kind)) return undefined
  const name = decoded(cluster)
  if (name === undefined || rest.length > 0) return undefined
  const token = new URLSearchParams(mark < 0 ? '' : address.slice(mark + 1)).get('token')
  return { cluster: name, kind: kind as AuditTarget['kind'], token: inPath || (token ?? undefined) }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** The token of a request: of a webhook, of a Firehose stream, or from the address. */
export function tokenOf(headers: Headers, target: AuditTarget): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(single(headers, 'authorization') ?? '')?.[1]
  return bearer ?? single(headers, 'x-amz-firehose-access-key') ?? target.token
}

/** The value of a header; undefined where there is none, or more than one. */
export function single(headers: Headers, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

const BATCH_BYTES = 10_000_000
const SINGLE_BYTES = 3 * 1024 * 1024

/** Most bytes of a body. A review and a pushed message are about one object; everything else comes in batches. */
export function mostBytes({ kind }: AuditTarget): number {
  return kind === 'admission' || kind === 'gke' ? SINGLE_BYTES : BATCH_BYTES
}
