import { scanV1Schema } from '../../src/surfaces/contract/scan-v1-schema.ts'
import { cliPage } from './cli-page.ts'
import { errorsPage } from './errors-page.ts'
import { expectedChangesPage } from './expected-changes-page.ts'
import { scanPage } from './scan-page.ts'

/** A committed file that is made from definitions in the source; a test compares the two. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

export function generatedFiles(): readonly GeneratedFile[] {
  const schema = scanV1Schema('published')
  return [
    { path: 'schemas/scan-v1.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
    { path: 'docs/reference/scan-json.md', text: scanPage(schema) },
    { path: 'docs/guide/expected-changes.md', text: expectedChangesPage() },
    { path: 'docs/reference/errors.md', text: errorsPage() },
    { path: 'docs/reference/cli.md', text: cliPage() },
  ]
}
