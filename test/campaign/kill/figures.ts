import type { Killed } from './kill-campaign.ts'

/** The section of the page. */
export function killSection(results: ReadonlyMap<string, readonly Killed[]>, seed: number, seconds: number): string {
  const rows = [...results].map(([store, kills]) => {
    const count = (start: string): number =>
      kills.filter(({ faults }) => faults.some((fault) => fault.startsWith(start))).length
    const cells = [
      store,
      kills.length,
      kills.filter(({ wasLive }) => !wasLive).length,
      count('age reset'),
      count('twice'),
      count('lost'),
      kills.filter(({ faults }) => faults.length > 0).length,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return `## The service is killed

The whole service as a process of its own, killed with SIGKILL at random points while a person changes and an engine applies
again, and started again on the same store. After each kill the ledger is read: its chain, its periods, the ages of
differences that last. Seed ${seed}, ${Math.round(seconds)} s.

| store | kills | before the first pass was over | ages reset | findings doubled | findings lost | kills with any fault |
|---|---|---|---|---|---|---|
${rows.join('\n')}`
}
