import type { Renderer } from './renderer.ts'
import type { HelmSettings, RenderTarget } from './source-spec.ts'
import type { ReadLimits, WorkingTrees } from './source-tree.ts'

/** What all readers of a source need, whatever the source is. */
export interface ReadContext {
  /** Name of the source. */
  readonly source: string
  readonly helm: HelmSettings
  /** Only charts ask for it: whatever else a source holds is read while the cluster still tells its version. */
  readonly target: RenderTarget | Promise<RenderTarget>
  readonly renderer: Renderer
  /** For values files, which are named by path on this machine. */
  readonly workingTrees: WorkingTrees
  readonly limits: ReadLimits
}
