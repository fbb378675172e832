import type { ExplainReport } from '../../../model/explain-report.ts'
import { printInstant } from '../../../model/instant.ts'
import { presentCluster } from '../../api/contract/freshness.ts'
import type { ExplainedHistory } from '../explained-history.ts'
import { historyData } from './ledger/history-view.ts'
import { explanationWithoutSecrets } from './secrecy.ts'

/**
 * The contract of `explain -o json`: the look, and what is remembered of each field, in the words of `history -o json`. Of
 * fields that the look does not list, the history stands beside.
 */
export function explainData(report: ExplainReport, history: ExplainedHistory): object {
  const shown = explanationWithoutSecrets(report)
  if (history.state !== 'found') return { ...shown, history }
  const { findings, cluster, now } = history
  const listed = new Set(shown.fields.map(({ path }) => path))
  const fields = shown.fields.map((field) => {
    const known = findings.get(field.path)
    return known === undefined ? field : { ...field, history: historyData(known) }
  })
  const others = [...findings].flatMap(([path, known]) => (listed.has(path) ? [] : [historyData(known)]))
  return {
    ...shown,
    fields,
    history: { state: 'found', time: printInstant(now), cluster: presentCluster(cluster, now), others },
  }
}
