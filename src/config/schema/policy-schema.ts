import { z } from 'zod'
import { DAY } from '../../model/instant.ts'
import { durationOr, name, namePatterns, pathPatterns, text } from './fields.ts'

export const ownersSchema = z
  .strictObject({
    teams: z
      .array(z.strictObject({ name: name('Name of the team.'), description: text('Who they are.').optional() }))
      .max(10_000)
      .default([])
      .meta({ description: 'Teams. Where there are any, owners in this configuration must be among them.' }),
    labels: z
      .array(text('Label or annotation.'))
      .max(20)
      .default([])
      .meta({ description: 'Labels and annotations that name the owner of an object, in order.' }),
  })
  .meta({ description: 'Who owns what.' })

const placesSchema = z.strictObject({
  clusters: namePatterns('Clusters.').optional(),
  namespaces: namePatterns('Namespaces.').optional(),
})

export const environmentsSchema = z
  .strictObject({
    production: placesSchema
      .optional()
      .meta({ description: 'Judged one level worse. Default: names with the word prod or production.' }),
    nonProduction: placesSchema
      .optional()
      .meta({ description: 'Judged one level milder. Default: names with the word dev, test, staging or sandbox.' }),
    watched: pathPatterns('Fields that a team watches closely: one level worse.').default([]),
  })
  .meta({
    description: 'What makes a change worse or milder. All modifiers together move a severity by one level at most.',
  })

export const sourceBoundsSchema = z
  .strictObject({
    aspects: z
      .array(z.enum(['expected', 'severity', 'grace', 'owner', 'response']))
      .default(['grace', 'owner'])
      .meta({ description: 'What rules of a source may set.' }),
    maxGrace: durationOr('4h', 'Longest grace that a source may set.', { least: 0, most: 90 * DAY }),
    maxRules: z.int().min(0).max(10_000).default(100).meta({ description: 'Most rules of one source.' }),
  })
  .meta({ description: 'What `.driftage.yaml` in the repository of a source may say about its own objects.' })
