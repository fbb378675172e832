import type { FieldOwner } from './field-owner.ts'

/** The field manager through which Git reaches the cluster. Without operation, any operation under that name. */
export interface Deployer {
  readonly manager: string
  readonly operation?: 'Apply' | 'Update'
}

/** True for entries of the deployer on the main resource; subresources are written by others under the same name. */
export function isDeployer(deployer: Deployer, owner: FieldOwner): boolean {
  if (owner.manager !== deployer.manager || owner.subresource !== '') return false
  return deployer.operation === undefined || deployer.operation === owner.operation
}
