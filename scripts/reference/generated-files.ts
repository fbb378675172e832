import { scanV1Schema } from '../../src/surfaces/contract/scan-v1-schema.ts'
import { configSchema, sourceConfigSchema } from '../../src/config/config-schema.ts'
import { openApi } from '../../src/surfaces/api/openapi.ts'
import { apiRoutes } from '../../src/surfaces/api/routes/api-routes.ts'
import { apiPage } from './api-page.ts'
import { cliPage } from './cli-page.ts'
import { configPage } from './config-page.ts'
import { decisionsPage } from './decisions-page.ts'
import { errorsPage } from './errors-page.ts'
import { expectedChangesPage } from './expected-changes-page.ts'
import { metricsPage } from './metrics-page.ts'
import { scanPage } from './scan-page.ts'

/** A committed file that is made from definitions in the source; a test compares the two. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

export function generatedFiles(): readonly GeneratedFile[] {
  const schema = scanV1Schema('published')
  const api = openApi(apiRoutes(''))
  return [
    { path: 'schemas/scan-v1.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
    { path: 'docs/reference/scan-json.md', text: scanPage(schema) },
    { path: 'docs/guide/expected-changes.md', text: expectedChangesPage() },
    { path: 'docs/reference/errors.md', text: errorsPage() },
    { path: 'docs/reference/cli.md', text: cliPage() },
    { path: 'docs/reference/config.md', text: configPage() },
    { path: 'docs/reference/decisions.md', text: decisionsPage() },
    { path: 'schemas/driftage-config.schema.json', text: `${JSON.stringify(configSchema(), null, 2)}\n` },
    { path: 'schemas/driftage-source.schema.json', text: `${JSON.stringify(sourceConfigSchema(), null, 2)}\n` },
    { path: 'schemas/openapi.json', text: `${JSON.stringify(api, null, 2)}\n` },
    { path: 'docs/reference/api.md', text: apiPage(api) },
    { path: 'docs/reference/metrics.md', text: metricsPage() },
  ]
}
