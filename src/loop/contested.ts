import type { ContestedLeaf } from '../diff/merge-desired.ts'
import { ownersAt } from '../diff/ownership.ts'
import type { PairInput } from '../diff/pair.ts'
import { comparable } from '../diff/normalize.ts'
import { isDeployer } from '../model/deployer.ts'
import type { Difference } from '../model/difference.ts'
import { valueAt } from '../model/value-at.ts'

/** Leaves that two sources want to be different, as differences: which of the two is right cannot be told from here. */
export function contestedDifferences(contested: readonly ContestedLeaf[], input: PairInput): readonly Difference[] {
  const live = comparable(input.live)
  return contested.map(({ path, first, second }): Difference => {
    const value = valueAt(live, path)
    const owners = ownersAt(input.ownership, path).map((entry) => entry.owner)
    const { deployer } = input
    return {
      path,
      kind: 'contested',
      desired: [first, second],
      ...(value === undefined ? {} : { live: value }),
      atomic: false,
      signals: {
        owners,
        deployerOwns: deployer === undefined ? undefined : owners.some((owner) => isDeployer(deployer, owner)),
        lastApplied: 'none',
        oracle: 'not-asked',
        admission: input.admission,
      },
    }
  })
}
