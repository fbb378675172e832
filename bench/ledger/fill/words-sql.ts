import { KINDS, PLACES } from './vocabulary.ts'

/**
 * What the filling looks things up in, and its chance: the same figure between 0 and 1 for the same number and salt, on
 * both engines. All of it is dropped when the ledger is full.
 */
export const MAKE_WORDS: readonly string[] = [
  `create function bench_share(number bigint, salt bigint) returns double precision language sql immutable parallel safe
    as $$ select (hashint8extended(number, salt) & 1073741823) / 1073741824.0::double precision $$`,
  `create table bench_place as select * from (values ${PLACES.map(([cluster, suffix], number) => row(number, cluster, suffix)).join(', ')}) place (number, cluster, suffix)`,
  `create table bench_kind as select * from (values ${kindRows().join(', ')}) kind (number, api_group, kind)`,
  `create table bench_path as select * from (values ${pathRows().join(', ')})
    path (kind, number, path, drift_kind, severity, desired, live)`,
]

export const DROP_WORDS: readonly string[] = [
  'drop table bench_path, bench_kind, bench_place',
  'drop function bench_share',
]

/** A hundred, each kind as often as its share says. */
function kindRows(): readonly string[] {
  return KINDS.flatMap(({ group, kind, share }) => Array.from({ length: share }, () => [group, kind])).map(
    ([group, kind], number) => row(number, group ?? '', kind ?? ''),
  )
}

function pathRows(): readonly string[] {
  return KINDS.flatMap(({ kind, paths }) =>
    paths.map(({ path, drift, severity, desired, live }, number) => {
      const values = `array[${live.map(text).join(', ')}]`
      return `(${[text(kind), number, text(path), text(drift), text(severity), text(desired), values].join(', ')})`
    }),
  )
}

function row(number: number, ...words: readonly string[]): string {
  return `(${[String(number), ...words.map(text)].join(', ')})`
}

export function text(word: string): string {
  return `'${word.replaceAll("'", "''")}'`
}

/** One of some words, the first ones more often the higher `skew` is. */
export function oneOf(words: readonly string[], share: string, skew = 1): string {
  return `(array[${words.map(text).join(', ')}])[1 + floor(power(${share}, ${skew}) * ${words.length})::int]`
}
