import { DriftageError } from '../../errors/driftage-error.ts'

/** The flags that kubectl has too, with its meanings. Undefined = not given. */
export interface ClusterFlags {
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly namespace?: string | undefined
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly certificateAuthority?: string | undefined
  readonly clientCertificate?: string | undefined
  readonly clientKey?: string | undefined
  readonly tlsServerName?: string | undefined
  readonly insecureSkipTlsVerify?: boolean | undefined
  /** `30s`, `2m`, `1m30s`, or whole seconds; `0` = no limit. */
  readonly requestTimeout?: string | undefined
  readonly as?: string | undefined
  readonly asGroup?: readonly string[] | undefined
  readonly asUid?: string | undefined
}

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds of `--request-timeout`; default 30 s, 0 = no limit. @throws DriftageError DRF3004 */
export function requestTimeoutMs(flag: string | undefined): number {
  if (flag === undefined) return DEFAULT_REQUEST_TIMEOUT_MS
  if (/^\d+$/.test(flag)) return Number(flag) * 1000
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(flag)) {
    throw new DriftageError(
      'DRF3004',
      '--request-timeout must be a duration such as 30s, 2m or 0 (no limit). Nothing was read from any cluster.',
    )
  }
  let total = 0
  for (const [, amount, unit] of flag.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0)
  }
  return Math.round(total)
}
