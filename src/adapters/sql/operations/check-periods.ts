import { type RawBuilder, sql } from 'kysely'
import type { Statements } from '../database.ts'
import type { StoreProblem } from './check-store.ts'

/** What must hold between a finding and its periods; each statement gives the ids of findings for which it does not. */
const RULES: readonly { readonly text: string; readonly findings: RawBuilder<{ id: string }> }[] = [
  {
    text: 'the finding has no period',
    findings: sql`
      select id from finding where not exists (select from open_period where open_period.finding = finding.key)`,
  },
  {
    text: 'two periods of the finding overlap',
    findings: sql`
      select finding.id from (
        select finding, from_at, to_at, lead(from_at) over (partition by finding order by from_at, number) as next
        from open_period where to_at is null or to_at > from_at
      ) period join finding on finding.key = period.finding
      where period.next is not null and (period.to_at is null or period.to_at > period.next)`,
  },
  {
    text: 'the finding is resolved and its last period has no end',
    findings: sql`
      select finding.id from finding join open_period on open_period.finding = finding.key
      where finding.state = 'resolved' and open_period.to_at is null`,
  },
  {
    text: 'the finding is unresolved and its last period has an end',
    findings: sql`
      select finding.id from finding
      where finding.state <> 'resolved' and not exists (
        select from open_period where open_period.finding = finding.key and open_period.to_at is null)`,
  },
]

export async function brokenPeriods(db: Statements): Promise<readonly StoreProblem[]> {
  const problems: StoreProblem[] = []
  for (const { text, findings } of RULES) {
    const { rows } = await sql<{ id: string }>`select id from (${findings}) broken order by id limit 1`.execute(db)
    const [first] = rows
    if (first !== undefined) problems.push({ table: 'finding', row: first.id, text })
  }
  return problems
}
