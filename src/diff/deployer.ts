import { isDeployer, type Deployer } from '../model/deployer.ts'
import type { FieldSet } from '../model/field-set.ts'
import type { OwnershipEntry } from './ownership.ts'

/** What one object says of who deploys it: its known appliers with the number of desired leaves that each holds. */
export interface DeployerVote {
  readonly deployer: Deployer
  readonly leaves: number
}

/** Votes of one object. `known` are the managers that appliers use. */
export function deployerVotes(
  entries: readonly OwnershipEntry[],
  desired: FieldSet,
  known: readonly Deployer[],
): readonly DeployerVote[] {
  return entries.flatMap((entry) => {
    const deployer = known.find((candidate) => isDeployer(candidate, entry.owner))
    return deployer === undefined ? [] : [{ deployer, leaves: entry.set.intersection(desired).size }]
  })
}

export type DeployerChoice =
  | { readonly state: 'found'; readonly deployer: Deployer; readonly how: 'named' | 'most-leaves' }
  | { readonly state: 'none' }
  | { readonly state: 'tied'; readonly candidates: readonly Deployer[] }

/**
 * The known applier whose entries hold most desired leaves over all objects; two that hold equally many decide nothing,
 * and ownership signals are then off.
 */
export function chooseDeployer(votes: Iterable<DeployerVote>): DeployerChoice {
  const totals = new Map<string, { deployer: Deployer; leaves: number }>()
  for (const { deployer, leaves } of votes) {
    const key = `${deployer.manager}/${deployer.operation ?? ''}`
    const total = totals.get(key)
    if (total === undefined) totals.set(key, { deployer, leaves })
    else total.leaves += leaves
  }
  const ranked = [...totals.values()].filter(({ leaves }) => leaves > 0).sort((a, b) => b.leaves - a.leaves)
  const [first, second] = ranked
  if (first === undefined) return { state: 'none' }
  if (second !== undefined && second.leaves === first.leaves) {
    return { state: 'tied', candidates: ranked.map(({ deployer }) => deployer) }
  }
  return { state: 'found', deployer: first.deployer, how: 'most-leaves' }
}
