import { InvalidArgumentError } from '@commander-js/extra-typings'
import { didYouMean } from '../../../errors/did-you-mean.ts'

/** For flags that may be given several times; each takes one value, so that no operand is swallowed. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Reads one of `choices`; anything else is refused with the list of them. */
export function oneOf<const T extends string>(choices: readonly T[]): (value: string) => T {
  return (value) => {
    const found = choices.find((choice) => choice === value)
    if (found === undefined) throw new InvalidArgumentError(notAmong(value, choices))
    return found
  }
}

/** Reads `a,b` and repeated flags into one list without doubles. */
export function listOf<const T extends string>(
  choices: readonly T[],
): (value: string, before?: readonly T[]) => readonly T[] {
  const read = oneOf(choices)
  return (value, before = []) => [...new Set([...before, ...value.split(',').filter(Boolean).map(read)])]
}

function notAmong(value: string, choices: readonly string[]): string {
  return `It takes ${choices.join(', ')}.${didYouMean(value, choices)}`
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** As kubectl reads `--request-timeout`: `30s`, `1m30s`, or bare seconds; `0` means no limit. Milliseconds. */
export function durationMs(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h))+$/.test(value)) {
    throw new InvalidArgumentError('It takes a duration such as 30s, 2m or 1m30s; 0 means no limit.')
  }
  let total = 0
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  }
  return Math.round(total)
}
