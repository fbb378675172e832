import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileTree } from '../../desired/renderer.ts'
import { RenderFailure } from './render-error.ts'

/** How many files one render may have: far more than any repository folder, far less than what fills a disk's inodes. */
const MAX_FILES = 50_000

/**
 * Runs `use` with a fresh folder that only this user can read and that holds exactly the given files, then removes it.
 * Links are never written, so nothing in the folder points elsewhere.
 */
export async function withThrowAwayFolder<T>(files: FileTree, use: (folder: string) => Promise<T>): Promise<T> {
  if (files.size > MAX_FILES)
    throw new RenderFailure('DRF2103', `There are more than ${MAX_FILES} files to render from.`)
  for (const path of files.keys()) refuseOutside(path)
  // mkdtemp gives mode 0700.
  const folder = await mkdtemp(join(tmpdir(), 'driftage-render-'))
  try {
    await write(folder, files)
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function write(folder: string, files: FileTree): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(path)))
  for (const path of folders) await mkdir(join(folder, path), { recursive: true, mode: 0o700 })
  for (const [path, bytes] of files) await writeFile(join(folder, path), bytes, { mode: 0o600, flag: 'wx' })
}

/** Only plain relative paths: no `..`, no `.`, no empty part, no NUL, no backslash that Windows would read as a slash. */
function refuseOutside(path: string): void {
  const parts = path.split('/')
  if (!/[\0\\]/.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..')) return
  throw new RenderFailure(
    'DRF2104',
    'A path among the files to render from is not a plain relative path. It was not read.',
  )
}
