import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { ensureStoreTemplate } from '../../scripts/store-template.mjs'
import type { StoreOptions } from '../../src/adapters/sql/open-store.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Inside node_modules, since what is built looks for PGlite from where it lies. */
const FOLDER = join(ROOT, 'node_modules', '.cache', 'driftage-store')

let files: Promise<Required<Pick<StoreOptions, 'workerUrl' | 'templateUrl'>>> | undefined

/** What the package ships beside the program, for tests of the sources: worker thread and template of the embedded store. */
export function embeddedFiles(): Promise<Required<Pick<StoreOptions, 'workerUrl' | 'templateUrl'>>> {
  files ??= build()
  return files
}

async function build(): Promise<Required<Pick<StoreOptions, 'workerUrl' | 'templateUrl'>>> {
  await mkdir(FOLDER, { recursive: true })
  const template = join(FOLDER, 'store-template.tar.gz')
  await ensureStoreTemplate(template)
  const workerUrl = pathToFileURL(await bundled('src/adapters/sql/pglite/worker.ts'))
  return { workerUrl, templateUrl: pathToFileURL(template) }
}

/** A program or worker thread of this project as plain JavaScript: Node 20 runs nothing else.  @returns the file */
export async function bundled(entry: string): Promise<string> {
  const name = entry.replaceAll(/[^a-z]+/g, '-')
  const file = join(FOLDER, `${name}-${process.pid}.mjs`)
  process.once('exit', () => rmSync(file, { force: true }))
  const bundle = await rolldown({
    input: join(ROOT, entry),
    platform: 'node',
    external: ['@electric-sql/pglite', 'pg', 'pg-native', /^rolldown/],
  })
  await mkdir(dirname(file), { recursive: true })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  return file
}
