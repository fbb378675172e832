import { z } from 'zod'
import { type Instant, parseInstant, printInstant } from '../../../model/instant.ts'
import { durationText } from '../../cli/views/age-text.ts'
import { count, text } from '../../contract/schema-words.ts'

/** How long something has lasted, at least: for programs and for people. */
export const duration = (description: string) =>
  z
    .object({ seconds: count('Whole seconds.'), text: text('The same for people, such as `3h12m`.') })
    .describe(description)

export function presentDuration(milliseconds: number): z.input<ReturnType<typeof duration>> {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return { seconds, text: durationText(seconds) }
}

export function presentInstantOrNull(instant: Instant | null): string | null {
  return instant === null ? null : printInstant(instant)
}

/** Of a text that a schema has found to be a time. */
export function readInstant(text: string): Instant {
  const instant = parseInstant(text)
  if (instant === undefined) throw new TypeError('a time that the schema let through is none')
  return instant
}

export function readInstantOrNull(text: string | null): Instant | null {
  return text === null ? null : readInstant(text)
}

/** One page of a list. */
export const page = <T extends z.ZodType>(id: string, entry: T, description: string) =>
  z
    .object({
      items: z.array(entry).readonly().describe(description),
      next: text('Give it as `cursor` for the next page. Absent on the last one.').exactOptional(),
    })
    .meta({ id, title: id, description })

/** Cuts down to the members that are there, so that an absent one stays absent. */
export function presentPage<T, D>(
  { items, next }: { readonly items: readonly T[]; readonly next?: string },
  present: (item: T) => D,
): { readonly items: readonly D[]; readonly next?: string } {
  return { items: items.map(present), ...(next === undefined ? {} : { next }) }
}

export const reference = text('The written reference, such as `prod-eu/apps/Deployment/shop/web`.')

export const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export const standing = z
  .enum(['drift', 'pending', 'drift-and-pending', 'explained'])
  .describe('`pending`: Git moved and the cluster has not followed. `explained`: by a rule, and therefore no drift.')
export const findingState = z
  .enum(['settling', 'open', 'resolved'])
  .describe('`settling`: within its grace. `resolved`: live and Git agree again, or there is nothing left to compare.')
export const handlingKind = z.enum(['none', 'acknowledged', 'accepted'])
export const actorClass = z.enum(['person', 'deployer', 'controller', 'admission', 'unknown'])
