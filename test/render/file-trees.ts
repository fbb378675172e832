import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileTree } from '../../src/desired/renderer.ts'

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url))

/** Everything below `fixtures/<folder>`, by path relative to it. */
export function fixture(folder: string): Map<string, Uint8Array> {
  const root = join(FIXTURES, folder)
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(files.map((file) => [file.slice(root.length + 1), readFileSync(file)]))
}

export function tree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const bytes = (content: string | Uint8Array) => (typeof content === 'string' ? Buffer.from(content) : content)
  return new Map(Object.entries(files).map(([path, content]) => [path, bytes(content)]))
}

/** A chart in the folder `c` with the given files. */
export function chart(files: Readonly<Record<string, string | Uint8Array>>, metadata = ''): FileTree {
  const own = Object.entries(files).map(([path, content]) => [`c/${path}`, content])
  return tree({ 'c/Chart.yaml': `apiVersion: v2\nname: c\nversion: 1.0.0\n${metadata}`, ...Object.fromEntries(own) })
}
