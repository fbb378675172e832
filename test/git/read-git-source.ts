import { workingTrees } from '../../src/adapters/files/working-trees.ts'
import { gitRepositories } from '../../src/adapters/git/repositories.ts'
import { readSource, type SourceResult } from '../../src/desired/read-source.ts'
import type { Renderer } from '../../src/desired/renderer.ts'
import type { SourceSpec } from '../../src/desired/source-spec.ts'

const TARGET = { kubeVersion: 'v1.36.3', apiVersions: [], namespace: 'default' }

/** These tests are about reading; what would be rendered is refused. */
const NO_RENDERER: Renderer = {
  render: async () => ({ ok: false, error: { code: 'DRF2100', message: 'not in this test' } }),
  close: async () => undefined,
}

export interface ReadOptions {
  readonly cacheFolder: string
  readonly fileUrls?: boolean
}

export function readThroughGit(spec: SourceSpec, options: ReadOptions): Promise<SourceResult> {
  const repositories = gitRepositories(options)
  return readSource(spec, TARGET, { workingTrees, repositories, renderer: NO_RENDERER })
}

export function names(result: SourceResult): readonly unknown[] {
  return result.manifests.map(({ manifest }) => (manifest['metadata'] as { readonly name: string }).name)
}
