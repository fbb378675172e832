import { type Deployer, isDeployer } from '../../model/deployer.ts'
import type { ActorClass, FieldOwner } from '../../model/field-owner.ts'
import type { Attribution } from '../../model/scan-report.ts'

/** What stands behind a field manager's name; the catalogue of actors, which is policy's. */
export type ClassOfManager = (owner: FieldOwner) => ActorClass

/**
 * What kind of writer an attribution is about. A user tells more than the name of a client: `kubectl` in the hands of a
 * service account is a program, and a program that a person starts under an own name is that person's. Several users of
 * different kinds are `unknown`: nobody is called a person, or cleared of being one, on a guess.
 */
export function actorClassOfAttribution(
  attribution: Attribution,
  deployer: Deployer | undefined,
  classOfManager: ClassOfManager,
): ActorClass {
  const owner = ownerOf(attribution)
  if (owner !== undefined && deployer !== undefined && isDeployer(deployer, owner)) return 'deployer'
  const byManager = owner === undefined ? 'unknown' : classOfManager(owner)
  const actors = actorsOf(attribution)
  if (actors.length === 0) return byManager
  const classes = new Set(actors.map((user) => classOfUser(user, owner, byManager)))
  return classes.size === 1 ? ([...classes][0] ?? 'unknown') : 'unknown'
}

/** Whoever acts as another is the one who acts. */
function actorsOf({ users, impersonated = [] }: Attribution): readonly string[] {
  const guises = new Set(impersonated.map(({ as }) => as))
  const actors = new Set(impersonated.map(({ user }) => user))
  return [...actors, ...users.filter((user) => !guises.has(user) && !actors.has(user))]
}

function classOfUser(user: string, owner: FieldOwner | undefined, byManager: ActorClass): ActorClass {
  if (!isProgram(user)) return byManager === 'deployer' || byManager === 'controller' ? byManager : 'person'
  if (byManager !== 'person') return byManager === 'unknown' ? 'controller' : byManager
  // Screens such as Argo CD's write under their own account what a person clicked; a shell in a Job does not.
  return owner?.manager.startsWith('kubectl') === true ? 'controller' : 'person'
}

/** `system:` is the API server's own prefix; the two admins under it are certificates that people hold. */
function isProgram(user: string): boolean {
  const isAdmin = user === 'system:admin' || user === 'system:masters'
  return (user.startsWith('system:') && !isAdmin) || /^(?:eks|aks):/.test(user) || user === 'aksService'
}

function ownerOf({ manager, operation, subresource = '' }: Attribution): FieldOwner | undefined {
  return manager === undefined ? undefined : { manager, operation: operation ?? 'Update', subresource, time: undefined }
}
