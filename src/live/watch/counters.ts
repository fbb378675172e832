/** What one cluster's watch did since it began; for metrics and for those who look after the API server. */
export interface WatchCounters {
  /** Lists begun, streamed or paged. */
  lists: number
  /** Streams that the server accepted. */
  streams: number
  /** Objects asked for by name. */
  reads: number
  /** Lines about objects, wanted or not. */
  lines: number
  /** Versions told; coalesced ones count. */
  versions: number
  gaps: number
  /** Versions left out under overload. */
  coalesced: number
}

export function noCounts(): WatchCounters {
  return { lists: 0, streams: 0, reads: 0, lines: 0, versions: 0, gaps: 0, coalesced: 0 }
}
