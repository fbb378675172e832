import type { TestCluster } from '../../cluster/cluster.ts'

/**
 * Stops the controllers while `work` runs: an edit is then the only thing that happens to an object, and it can be taken
 * back exactly. Afterwards new ones run.
 */
export async function withFrozenControllers<Result>(
  { controllers }: TestCluster,
  work: () => Promise<Result>,
): Promise<Result> {
  controllers.freeze()
  try {
    return await work()
  } finally {
    await controllers.restart()
  }
}
