/** How much a ledger holds. */
export interface Sizes {
  readonly objects: number
  readonly findings: number
  /** Of the findings; about this many, since chance decides. */
  readonly unresolved: number
  readonly activity: number
}

/** What is promised of a PostgreSQL server, and of the embedded store. */
export const PROMISED: Readonly<Record<'postgres' | 'embedded', Sizes>> = {
  postgres: { objects: 300_000, findings: 1_000_000, unresolved: 20_000, activity: 10_000_000 },
  embedded: { objects: 30_000, findings: 100_000, unresolved: 5_000, activity: 1_000_000 },
}

/** The same with fewer rows, for working on the benchmark itself. */
export function divided(sizes: Sizes, by: number): Sizes {
  return {
    objects: Math.ceil(sizes.objects / by),
    findings: Math.ceil(sizes.findings / by),
    unresolved: Math.ceil(sizes.unresolved / by),
    activity: Math.ceil(sizes.activity / by),
  }
}
