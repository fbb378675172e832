import { z } from 'zod'
import { clusterSchema } from './cluster-schema.ts'
import { name, text } from './fields.ts'
import { calendarSchema, incidentSchema } from './calendar-schema.ts'
import { environmentsSchema, ownersSchema, sourceBoundsSchema } from './policy-schema.ts'
import { responseSchema } from './response-schema.ts'
import { ruleSchema } from './rule-schema.ts'
import { listenSchema, retentionSchema, storeSchema, webhooksSchema } from './service-schema.ts'
import { sourceSchema } from './source-schema.ts'

const version = z.literal(1).meta({ description: 'Version of the format: 1.' })

/** What the main file and everything that it includes may hold; lists are joined in the order of the includes. */
const shared = {
  includes: z.array(text('File.')).max(100).default([]).meta({
    description:
      'Files to join, from the folder of this file and inside that of the main one; `*` and `?` as wildcards within a name.',
  }),
  clusters: z.array(clusterSchema).max(1_000).default([]).meta({ description: 'Clusters to watch.' }),
  sources: z.array(sourceSchema).max(10_000).default([]).meta({ description: 'Where desired states come from.' }),
  rules: z
    .array(ruleSchema)
    .max(10_000)
    .default([])
    .meta({ description: 'Ordered: for each aspect the first rule that matches and sets it counts.' }),
  calendars: z.array(calendarSchema).max(100).default([]).meta({ description: 'Working hours.' }),
  incidents: z.array(incidentSchema).max(1_000).default([]).meta({ description: 'Declared incidents.' }),
}

export const includedFileSchema = z.strictObject({ version: version.optional(), ...shared })

export const mainFileSchema = z
  .strictObject({
    version,
    ...shared,
    store: storeSchema.prefault({}),
    listen: listenSchema.prefault({}),
    response: responseSchema.prefault({}),
    environments: environmentsSchema.prefault({}),
    sourceBounds: sourceBoundsSchema.prefault({}),
    owners: ownersSchema.prefault({}),
    retention: retentionSchema.prefault({}),
    webhooks: webhooksSchema.prefault({}),
  })
  .meta({ title: 'driftage.yaml', description: 'Configuration of the service.' })

/** `.driftage.yaml` in the repository of a source. */
export const sourceFileSchema = z
  .strictObject({
    version,
    owner: name('Owner of what no CODEOWNERS, label or rule gives another.').optional(),
    rules: z
      .array(ruleSchema)
      .max(10_000)
      .default([])
      .meta({ description: 'Rules for objects that only this source holds, after the central ones.' }),
  })
  .meta({ title: '.driftage.yaml', description: 'What a source says about its own objects, within central bounds.' })

export type MainFile = z.output<typeof mainFileSchema>
export type IncludedFile = z.output<typeof includedFileSchema>
export type SourceFile = z.output<typeof sourceFileSchema>
