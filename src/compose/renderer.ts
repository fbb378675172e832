import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import { createWasmRenderer } from '../adapters/render/wasm-renderer.ts'
import type { Renderer } from '../desired/renderer.ts'
import { DriftageError } from '../errors/driftage-error.ts'

/** Beside the running file: `dist` in the package. */
const HERE = dirname(fileURLToPath(import.meta.url))

/** The renderer of the package, unpacked into the cache on first use. @throws DriftageError DRF4007 where the package lacks it */
export async function packagedRenderer(cache: string): Promise<Renderer> {
  const packed = join(HERE, 'renderer.wasm.gz')
  if (!existsSync(packed)) {
    throw new DriftageError(
      'DRF4007',
      'This build holds no renderer, so charts and kustomizations cannot be rendered. Run `npm run build`, or name native binaries with --render-with. Plain manifests need neither.',
    )
  }
  const hash = (await readFile(join(HERE, 'renderer.sha256'), 'utf8')).trim()
  return createWasmRenderer({
    wasmPath: await unpacked(packed, hash, cache),
    workerUrl: new URL('./render-worker.js', import.meta.url),
  })
}

/** The name holds the hash, so a newer package unpacks its own; the rename makes two first runs harmless. */
async function unpacked(packed: string, hash: string, cache: string): Promise<string> {
  const file = join(cache, `renderer-${hash.slice(0, 16)}.wasm`)
  if (existsSync(file)) return file
  await mkdir(cache, { recursive: true, mode: 0o700 })
  const partial = `${file}.${process.pid}`
  await pipeline(createReadStream(packed), createGunzip(), createWriteStream(partial, { mode: 0o600 }))
  const found = createHash('sha256')
    .update(await readFile(partial))
    .digest('hex')
  if (found !== hash) {
    await rm(partial, { force: true })
    throw new DriftageError(
      'DRF4007',
      'The renderer of this package is damaged. Install driftage again; nothing else is affected.',
    )
  }
  await rename(partial, file)
  return file
}
