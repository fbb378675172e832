import { type Instant, printInstant } from '../../model/instant.ts'

/** To the minute, such as `2026-11-03 14:00 UTC`: sentences are read by people of all zones. */
export function minutesOf(at: Instant): string {
  return `${printInstant(at).slice(0, 16).replace('T', ' ')} UTC`
}
