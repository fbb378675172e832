import type { SourcePorts } from './read-source.ts'
import type { PathSource } from './source-spec.ts'
import type { OpenSource } from './source-tree.ts'

/** Opens what lies at a path now. Throws DRF2000 where nothing is there. */
export async function openPath(
  spec: PathSource,
  { workingTrees, repositories }: Pick<SourcePorts, 'workingTrees' | 'repositories'>,
): Promise<OpenSource> {
  const copy = await repositories.describe(spec.path)
  const { tree, folder } = await workingTrees.open(spec.path, copy?.root)
  return { tree, folder, revision: copy?.revision ?? '', dirty: copy?.dirty ?? false, past: copy?.past }
}
