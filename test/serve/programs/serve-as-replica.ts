// Runs the whole service beside others on one PostgreSQL until SIGTERM, which ends it in good order. Its log goes to standard
// error; once it answers, standard output has its address and token. Arguments: configuration as JSON, milliseconds of a lease.

import process from 'node:process'
import { createLog } from '../../../src/adapters/log/create-log.ts'
import { serve } from '../../../src/compose/service/serve.ts'
import type { Config } from '../../../src/config/config.ts'

const [config, leaseMs] = process.argv.slice(2) as [string, string]
const serving = await serve({
  config: JSON.parse(config) as Config,
  version: 'test',
  renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
  log: createLog({ level: 'info' }),
  leaseMs: Number(leaseMs),
})
process.once('SIGTERM', () => void serving.stop())
console.log(JSON.stringify({ origin: serving.origin, token: serving.token }))
