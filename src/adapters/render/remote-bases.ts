import { basename, dirname, join } from 'node:path/posix'
import { parse } from 'yaml'
import type { FileTree } from '../../desired/renderer.ts'
import { RenderFailure } from './render-error.ts'

const FILE_NAMES = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])

/** Fields that are no paths although they may hold addresses. */
const FREE_TEXT = new Set(['literals', 'commonAnnotations', 'annotations', 'options', 'patch', 'value', 'values'])

const REMOTE = /^(?:[\w+.-]+:\/\/|[\w-]+::|[\w.-]+@[\w.-]+:|(?:www\.)?github\.com[/:])|[?&]ref=/

/**
 * Refuses every kustomization in the tree that names an address or a path outside: the kustomize program would go there.
 * @throws RenderFailure
 */
export function refuseRemoteBases(files: FileTree): void {
  for (const [path, bytes] of files) {
    if (FILE_NAMES.has(basename(path))) refuse(readYaml(bytes), path)
  }
}

function readYaml(bytes: Uint8Array): unknown {
  try {
    return parse(Buffer.from(bytes).toString('utf8'), { maxAliasCount: 100 })
  } catch {
    return undefined // kustomize will refuse it
  }
}

function refuse(value: unknown, file: string): void {
  if (typeof value === 'string' && !value.includes('\n') && REMOTE.test(value.replace(/^[^=/]*=/, ''))) {
    throw new RenderFailure('DRF2115', 'A remote resource is not fetched.', file)
  }
  if (typeof value === 'string' && value.startsWith('..') && join(dirname(file), value).startsWith('..')) {
    throw new RenderFailure('DRF2104', 'A path leaves the folder that is rendered from.', file)
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, item] of Object.entries(value)) {
    if (!FREE_TEXT.has(key)) refuse(item, file)
  }
}
