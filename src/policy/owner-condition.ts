import type { Signals } from '../model/difference.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import { anyGlobTest } from './glob.ts'
import { type Deployer, isDeployer } from '../model/deployer.ts'
import type { ManagerCondition, OwnerCondition } from './mutator-rule.ts'

export type OwnerTest = (signals: Signals, deployer: Deployer | undefined) => boolean

/** Turns an owner condition into a test over the recorded owners of a field. */
export function compileOwner(condition: OwnerCondition): OwnerTest {
  if (condition === 'requester') return () => true
  if (condition === 'none') return ({ owners }) => owners.length === 0
  if (condition === 'none-or-deployer') return ({ owners }, deployer) => others(owners, deployer).length === 0
  return managerTest(condition)
}

/**
 * Every owner but the deployer must be the mutator. One that is not may have written the value too: then the object
 * cannot tell who did, and the doubt goes against the rule.
 */
function managerTest(condition: ManagerCondition): OwnerTest {
  const managers = anyGlobTest(condition.managers)
  const subresources = new Set(condition.subresources ?? [''])
  const operations = new Set<string>(condition.operations ?? ['Apply', 'Update'])
  const isMutator = (owner: FieldOwner): boolean =>
    managers(owner.manager) && subresources.has(owner.subresource) && operations.has(owner.operation)
  return ({ owners }, deployer) => {
    if (owners.length === 0) return condition.orNone === true
    return owners.some(isMutator) && others(owners, deployer).every(isMutator)
  }
}

function others(owners: readonly FieldOwner[], deployer: Deployer | undefined): readonly FieldOwner[] {
  return deployer === undefined ? owners : owners.filter((owner) => !isDeployer(deployer, owner))
}
