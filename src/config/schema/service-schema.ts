import { z } from 'zod'
import { DAY } from '../../model/instant.ts'
import { durationOr, name, secret, TEN_YEARS, text } from './fields.ts'

export const storeSchema = z
  .strictObject({
    folder: text('Folder of the embedded store, from the folder of this file. Default: `driftage-data`.').optional(),
    postgres: secret('Where the URL of a PostgreSQL database is; instead of `folder`.').optional(),
  })
  .refine(
    ({ folder, postgres }) => folder === undefined || postgres === undefined,
    'either folder or postgres, not both',
  )
  .meta({ description: 'Where everything is remembered.' })

const tokenSchema = z.strictObject({
  name: name('Names who acts, in the record.'),
  token: secret('Where the token is.'),
  may: z
    .enum(['read', 'write'])
    .default('read')
    .meta({ description: '`write`: acknowledge, accept, assign and the like as well.' }),
})

export const listenSchema = z
  .strictObject({
    address: text('Address to listen at. Other than loopback only with tokens.').default('127.0.0.1'),
    port: z.int().min(0).max(65_535).default(8420).meta({ description: 'Port; 0 = any free one.' }),
    tokens: z.array(tokenSchema).max(1_000).default([]).meta({ description: 'Who may ask over HTTP.' }),
    openMetrics: z.boolean().default(false).meta({ description: 'Whether /metrics answers without a token.' }),
    hosts: z
      .array(text('Host name.'))
      .max(100)
      .default([])
      .meta({ description: 'Names under which the service is reached.' }),
  })
  .meta({ description: 'The HTTP API.' })

const webhookSecretSchema = z.strictObject({
  secret: secret('Where the secret is that the forge signs with; GitLab sends it as its token.'),
  sources: z
    .array(name('Source.'))
    .min(1)
    .max(10_000)
    .optional()
    .meta({ description: 'Sources that it may speak for. Default: all.' }),
})

export const webhooksSchema = z
  .strictObject({
    secrets: z
      .array(webhookSecretSchema)
      .max(1_000)
      .default([])
      .meta({ description: 'Who may announce pushes at `/webhooks/git`; without any, nobody.' }),
  })
  .meta({ description: 'Pushes that forges announce.' })

export const retentionSchema = z
  .strictObject({
    findings: durationOr('400d', 'How long resolved findings are kept.', { least: 30 * DAY, most: TEN_YEARS }),
    activity: durationOr('400d', 'How long the record is kept.', { least: 30 * DAY, most: TEN_YEARS }),
  })
  .meta({ description: 'How long the past is kept. What is not resolved is kept in any case.' })
