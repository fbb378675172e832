/**
 * `text` as Go prints the time that goyaml sees in it, such as `2026-01-02T00:00:00Z` for `2026-1-2`; undefined where it
 * sees none. Only kustomize shows times in this form: sigs.k8s.io/yaml keeps the text.
 */
export function goTimestamp(text: string): string | undefined {
  const match = FORMAT.exec(text)
  if (match === null) return undefined
  const [, year, month, day, separator, hour, minute, second, fraction, zone] = match as unknown as (
    | string
    | undefined
  )[]
  if (!isDay(Number(year), Number(month), Number(day))) return undefined
  const date = `${year}-${two(month)}-${two(day)}`
  if (hour === undefined) return separator === undefined ? `${date}T00:00:00Z` : undefined
  // A space goes without a zone, a T must have one.
  if ((separator === ' ') !== (zone === undefined)) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || !isZone(zone)) return undefined
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${trimmed(fraction)}${printed(zone)}`
}

const FORMAT =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]+))?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day <= (days[month - 1] as number)
}

function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === 'Z') return true
  return Number(zone.slice(1, 3)) <= 23 && Number(zone.slice(4)) < 60
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0')
}

function trimmed(fraction: string | undefined): string {
  const kept = (fraction ?? '').slice(0, 9).replace(/0+$/, '')
  return kept === '' ? '' : `.${kept}`
}

function printed(zone: string | undefined): string {
  return zone === undefined || zone === '+00:00' || zone === '-00:00' ? 'Z' : zone
}
