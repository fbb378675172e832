import { ensureTool } from '../tools/build.mjs'

/** Builds what the tests of this project run against, once per machine; progress goes to stderr. */
export async function setup(): Promise<void> {
  for (const tool of ['kube', 'kwok', 'oracle', 'renderer', 'render'] as const) await ensureTool(tool)
}
