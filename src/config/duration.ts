import { DAY, HOUR, MINUTE, SECOND } from '../model/instant.ts'

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** `90s`, `10m`, `4h`, `30d`, `2w`, and sums of them from large to small such as `1h30m`. */
export const DURATION_PATTERN = '^([0-9]{1,6}w)?([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$'
const DURATION = new RegExp(DURATION_PATTERN)

/** Milliseconds; undefined where the text is no duration. Without an unit nobody knows what is meant, so it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = text.length === 0 || text.length > 40 ? null : DURATION.exec(text)
  if (parts === null) return undefined
  return parts.slice(1).reduce((sum, part: string | undefined) => {
    return part === undefined ? sum : sum + Number(part.slice(0, -1)) * (UNITS[part.slice(-1)] ?? 0)
  }, 0)
}

/** As it is written in configuration: `1h30m`. Whole seconds; 0 is `0s`. */
export function printDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds / SECOND) * SECOND
  if (rest === 0) return '0s'
  let text = ''
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNITS[unit] as number
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text
}
