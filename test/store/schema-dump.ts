import type { JobDatabase } from '../../src/adapters/sql/jobs.ts'

/** What a schema is made of, each as SQL by which PostgreSQL itself writes it down, the same in every version. */
const PARTS: readonly string[] = [
  // Columns.
  `select format('table %s: %s %s%s%s%s%s', relname, attname, format_type(atttypid, atttypmod),
      case when attcollation <> 0 and collname <> 'default' then ' collate ' || collname else '' end,
      case when attnotnull then ' not null' else '' end,
      case attidentity when 'a' then ' generated always as identity' else '' end,
      case when adbin is null then '' when attgenerated = 's' then ' generated: ' || pg_get_expr(adbin, adrelid)
        else ' default ' || pg_get_expr(adbin, adrelid) end) as line
    from pg_class join pg_attribute on attrelid = pg_class.oid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    left join pg_collation on pg_collation.oid = attcollation
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped`,
  // Constraints. Newer versions also list "not null" here, which the columns tell.
  `select format('constraint %s.%s: %s', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid)) as line
    from pg_constraint join pg_class on pg_class.oid = conrelid
    where relnamespace = current_schema()::regnamespace and contype in ('c', 'f', 'p', 'u', 'x')`,
  `select 'index: ' || indexdef as line from pg_indexes where schemaname = current_schema()`,
  `select format('trigger: %s', pg_get_triggerdef(pg_trigger.oid)) as line
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = current_schema()::regnamespace and not tgisinternal`,
  `select format('function %s: %s', proname, prosrc) as line from pg_proc where pronamespace = current_schema()::regnamespace`,
]

/** The whole schema as sorted text. */
export async function dumpSchema(jobs: JobDatabase): Promise<string> {
  const lines: string[] = []
  for (const part of PARTS) {
    const { rows } = await jobs.executeSql(part)
    lines.push(...rows.map(({ line }) => String(line)).sort())
  }
  return `${lines.join('\n')}\n`
}
