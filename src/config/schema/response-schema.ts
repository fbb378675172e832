import { z } from 'zod'
import { DAY, MINUTE } from '../../model/instant.ts'
import { isTimeZone } from '../../policy/decide/zone-clock.ts'
import { duration, durationOr, name, TEN_YEARS } from './fields.ts'

const STEPS = ['notify', 'revert', 'pull-request', 'ticket', 'escalate'] as const

export const stepsSchema = z.array(z.enum(STEPS)).max(STEPS.length).meta({
  description:
    'Steps of the ladder that are turned on. A step is taken only where it is turned on and a rule gives it a time.',
})

const cap = z.int().min(0).max(100_000)

export const dailyCapsSchema = z
  .strictObject({
    notify: cap.optional(),
    revert: cap.optional(),
    'pull-request': cap.optional(),
    ticket: cap.optional(),
    escalate: cap.optional(),
  })
  .meta({ description: 'Most effects of each kind a day and source.' })

export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, 'there is no such time zone; they are named like Europe/Berlin')
  .meta({ description: 'IANA time zone, such as `Europe/Berlin`.' })

export const responseSchema = z
  .strictObject({
    steps: stepsSchema.default([]),
    dailyCaps: dailyCapsSchema.default({}),
    calendar: name('Calendar by which what can wait does.').optional(),
    timeZone: timeZoneSchema.default('UTC'),
    breaker: z
      .strictObject({
        objects: z.int().min(1).max(100_000).default(10).meta({ description: 'Most objects.' }),
        percent: z
          .number()
          .min(1)
          .max(100)
          .default(20)
          .meta({ description: 'Most of the objects of a source, in per cent.' }),
      })
      .prefault({})
      .meta({ description: 'Beyond this many objects with the same cause nothing is reverted.' }),
    stalledAfter: durationOr('1d', 'How long a change of Git may wait for its rollout.', {
      least: 10 * MINUTE,
      most: 90 * DAY,
    }),
    baselineSpeaks: z
      .boolean()
      .default(false)
      .meta({ description: 'Tell people also of what differed when a source was first looked at.' }),
  })
  .meta({ description: 'What is done about findings. Everything is off unless it is turned on.' })

const after = (description: string) => duration(description, { least: 0, most: TEN_YEARS }).optional()

/** The ladder of one rule. */
export const ladderSchema = z
  .strictObject({
    notify: after('Tell the owner at this age.'),
    revert: after('Put back what Git says at this age, where the change is small.'),
    pullRequest: after('Propose the change to Git at this age.'),
    ticket: after('Open a ticket at this age.'),
    escalate: after('Tell the next people at this age.'),
    dailyCaps: dailyCapsSchema.optional(),
    mayRevertPeople: z
      .boolean()
      .optional()
      .meta({ description: "The owner's yes to reverting changes of persons and of unknown writers." }),
  })
  .meta({
    description: 'Steps and the age at which each is taken. It is whole: a step that it leaves out is not taken.',
  })
