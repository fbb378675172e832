import { MOMENTS } from './moments.ts'
import type { Stopped } from './stop-campaign.ts'

/** The section of the page. */
export function stopSection(
  results: readonly Stopped[],
  { seed, leaseMs, seconds }: { readonly seed: number; readonly leaseMs: number; readonly seconds: number },
): string {
  const rows = MOMENTS.map((moment) => {
    const stops = results.filter((one) => one.moment === moment)
    const count = (...starts: readonly string[]): number =>
      stops.filter(({ faults }) => faults.some((fault) => starts.some((start) => fault.startsWith(start)))).length
    const taken = stops.flatMap(({ takenAfterMs }) => takenAfterMs ?? [])
    const cells = [
      moment,
      stops.length,
      taken.length === 0 ? '' : `${(Math.max(...taken) / 1000).toFixed(1)} s`,
      stops.filter(({ refusedBefore }) => refusedBefore > 0).length,
      stops.filter(({ refusedInside }) => refusedInside > 0).length,
      count('twice', 'told twice', 'overlap'),
      count('age reset', 'too old', 'too young'),
      count('gap', 'lost', 'ended'),
      stops.filter(({ faults }) => faults.length > 0).length,
    ]
    return `| ${cells.join(' | ')} |`
  })
  const last = results.at(-1)
  return `## A service stands still

Two services, each a process of its own, on one PostgreSQL and one cluster while people and an engine write. The one that
holds the cluster is stopped with SIGSTOP, inside of a transaction or not, and goes on after the other one has taken over, or
both stand still. Leases of ${leaseMs / 1000} s here, 15 s as a rule; a transaction that stands still is ended after 10 s. Of ${last?.changes ?? 0} changes
that nobody undid ${last?.authored ?? 0} have their author. Seed ${seed}, ${Math.round(seconds)} s.

| stopped | stops | longest to takeover | writes given up by itself | writes refused in the transaction | doubled | wrong age | lost | stops with any fault |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}`
}
