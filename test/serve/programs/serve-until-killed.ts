// Runs the whole service until it is killed, and prints `live` when its first pass is over. Arguments: configuration, and
// files of the embedded store, as JSON.

import { createLog } from '../../../src/adapters/log/create-log.ts'
import { serve } from '../../../src/compose/service/serve.ts'
import type { Config } from '../../../src/config/config.ts'
import { isLive } from '../is-live.ts'

const [config, files] = process.argv.slice(2) as [string, string]
const { workerUrl, templateUrl } = JSON.parse(files) as { readonly workerUrl: string; readonly templateUrl: string }
const serving = await serve({
  config: JSON.parse(config) as Config,
  version: 'test',
  renderer: { render: () => Promise.reject(new Error('plain manifests only')), close: () => Promise.resolve() },
  log: createLog({ level: 'error' }),
  store: { workerUrl: new URL(workerUrl), templateUrl: new URL(templateUrl) },
})
console.log('open')
// A limit, not a measure: whoever starts this may keep the machine busy with much else.
await isLive(serving, 300_000)
console.log('live')
