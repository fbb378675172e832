import { z } from 'zod'
import { date, name, namePatterns, time } from './fields.ts'
import { timeZoneSchema } from './response-schema.ts'

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time of the day is written 08:00 or 17:30')

export const calendarSchema = z.strictObject({
  name: name('Name of the calendar.'),
  timeZone: timeZoneSchema,
  working: z
    .array(
      z
        .strictObject({
          days: z.array(z.enum(DAYS)).min(1).max(7).meta({ description: 'Days on which the hours begin.' }),
          from: clock.meta({ description: 'First minute, on the clock of the zone.' }),
          to: clock.meta({ description: 'End; before `from` it is that of the next day.' }),
        })
        .refine(({ from, to }) => from !== to && from !== '24:00', 'hours begin before 24:00 and end at another time'),
    )
    .max(50)
    .default([])
    .meta({ description: 'Working hours. Default: all hours.' }),
  holidays: z.array(date('Date.')).max(1_000).default([]).meta({ description: 'Days without work.' }),
})

export const incidentSchema = z
  .strictObject({
    name: name('Name of the incident, such as `INC-7`.'),
    from: time('When it begins.'),
    until: time('When it ends. Nothing is undone by that alone: effects ask the owner first.'),
    scope: z
      .strictObject({
        clusters: namePatterns('Clusters.').optional(),
        namespaces: namePatterns('Namespaces.').optional(),
        sources: namePatterns('Sources.').optional(),
      })
      .meta({ description: 'Where people are at work. What is left out is not limited.' }),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), 'an incident ends after it begins')
