import type { OpenStore } from '../../../src/adapters/sql/open-store.ts'
import type { Finding } from '../../../src/model/finding.ts'

/** What must not get worse by a kill: when each lasting difference began, by finding id. */
export type Onsets = ReadonlyMap<string, { readonly onset: number; readonly valueMark: string | null }>

export interface LedgerTruth {
  readonly onsets: Onsets
  readonly faults: readonly string[]
}

/**
 * Reads a ledger that no service holds and tells what must not be: a record that was broken, a difference that is there
 * twice, an open one without its period, periods that overlap, and a lasting one that got younger.
 *
 * @param lasting names of objects whose difference was there all the time
 */
export async function ledgerTruth(
  store: OpenStore,
  before: Onsets,
  lasting: ReadonlySet<string>,
): Promise<LedgerTruth> {
  const { problems, chain } = await store.operations.check()
  const findings = await allFindings(store)
  const faults = problems.map((problem) => JSON.stringify(problem))
  if (chain.state !== 'whole') faults.push(`the chain is ${chain.state}`)
  for (const finding of findings) faults.push(...(await periodFaults(store, finding)))
  const unresolved = findings.filter(({ state }) => state !== 'resolved')
  const places = unresolved.map(placeOf)
  for (const [index, place] of places.entries()) if (places.indexOf(place) !== index) faults.push(`twice: ${place}`)
  const onsets = new Map(
    unresolved
      .filter(({ drift, agreedSince }) => lasting.has(drift.object.name) && agreedSince === null)
      .map((finding) => [finding.id, { onset: finding.onset.notAfter, valueMark: finding.valueMark }]),
  )
  for (const [id, { onset }] of before) {
    const now = onsets.get(id)
    if (now === undefined) faults.push(`lost: ${id}`)
    else if (now.onset > onset) faults.push(`age reset by ${now.onset - onset} ms: ${id}`)
  }
  return { onsets, faults }
}

/** Every finding there is, resolved ones too. */
export async function allFindings({ reads }: Pick<OpenStore, 'reads'>): Promise<readonly Finding[]> {
  const now = Date.now()
  const found: Finding[] = []
  for (let cursor: { readonly cursor?: string } = {}; ; ) {
    const page = await reads.findings({ now, limit: 1_000, ...cursor })
    found.push(...page.items)
    if (page.next === undefined) return found
    cursor = { cursor: page.next }
  }
}

async function periodFaults({ reads }: OpenStore, finding: Finding): Promise<readonly string[]> {
  const periods = await reads.periods(finding.id)
  const faults: string[] = []
  for (const [index, period] of periods.entries()) {
    const next = periods[index + 1]
    if (next !== undefined && (period.to === null || period.to > next.from)) faults.push(`overlap: ${placeOf(finding)}`)
  }
  const isOpen = periods.at(-1)?.to === null
  const needsOne = finding.state !== 'resolved' && finding.standing === 'drift'
  if (needsOne !== isOpen && (needsOne || finding.state === 'resolved'))
    faults.push(`${finding.state} ${finding.standing} with ${isOpen ? 'an' : 'no'} open period: ${placeOf(finding)}`)
  return faults
}

function placeOf({ drift }: Finding): string {
  return `${drift.object.kind}/${drift.object.namespace}/${drift.object.name} ${drift.path}`
}
