import { type SampleLedger, sampleLedger } from '../sample-ledger.ts'
import { NOW } from '../sample-records.ts'
import type { Api, ApiOptions, ApiPorts } from './api-ports.ts'
import { createApi } from './create-api.ts'
import { hashToken, type ServiceToken, type TokenBook, tokenBook } from './tokens.ts'

export const WRITER = `writer-${'w'.repeat(32)}`
export const READER = `reader-${'r'.repeat(32)}`
export const LOCAL = `local-${'l'.repeat(32)}`

export const TOKENS: readonly ServiceToken[] = [
  { name: 'ci', hash: hashToken(WRITER), may: 'write', from: 'configured' },
  { name: 'grafana', hash: hashToken(READER), may: 'read', from: 'configured' },
]

export interface SampleApi {
  readonly api: Api
  readonly ledger: SampleLedger
  readonly tokens: TokenBook
  readonly log: { readonly message: string; readonly fields: unknown }[]
}

/** The API over the sample ledger. Close it. */
export function sampleApi(changes: Partial<ApiPorts> = {}, options: Partial<ApiOptions> = {}): SampleApi {
  const ledger = sampleLedger()
  const tokens = changes.tokens ?? tokenBook(TOKENS)
  const log: SampleApi['log'] = []
  const api = createApi(
    {
      reads: ledger.reads,
      commands: ledger.commands,
      changes: ledger.changes,
      freshness: () => ({ store: 'open', clusters: [] }),
      tokens,
      log: {
        warn: (message, fields) => void log.push({ message, fields }),
        error: (message, _cause, fields) => void log.push({ message, fields }),
      },
      now: () => NOW,
      ...changes,
    },
    { version: '1.2.3', ...options },
  )
  return { api, ledger, tokens, log }
}
