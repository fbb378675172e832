import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const ENTRY = fileURLToPath(new URL('../../src/adapters/render/worker.ts', import.meta.url))

let built: Promise<URL> | undefined

/** The worker as the package ships it: Node starts worker threads from JavaScript files only. */
export function bundledWorker(): Promise<URL> {
  built ??= build()
  return built
}

async function build(): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-worker-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const bundle = await rolldown({ input: ENTRY, platform: 'node' })
  const file = join(folder, 'render-worker.mjs')
  await bundle.write({ file, format: 'esm' })
  await bundle.close()
  return pathToFileURL(file)
}
