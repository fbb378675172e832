import type { AuditEvent } from '../../model/audit-event.ts'
import type { Attribution } from '../../model/scan-report.ts'

/**
 * The name under which a user is shown. Clouds map many people to one user of the cluster, so the identity behind it stands
 * beside it: two people never share a name.
 */
export function userOf({ user, cloudIdentity }: AuditEvent): string {
  return cloudIdentity === undefined || cloudIdentity === user ? user : `${user} (${cloudIdentity})`
}

/** Equal exactly where the same user acted in the same guise. */
export function identityOf(event: AuditEvent): string {
  return JSON.stringify([userOf(event), event.impersonatedUser ?? null])
}

/** Everybody whom the events name, each once: in the order of the events, who acted before whom they acted as. */
export function usersOf(events: readonly AuditEvent[]): Pick<Attribution, 'users' | 'impersonated'> {
  const users = new Set<string>()
  const impersonated = new Map<string, { readonly user: string; readonly as: string }>()
  for (const event of events) {
    users.add(userOf(event))
    if (event.impersonatedUser === undefined || event.impersonatedUser === event.user) continue
    users.add(event.impersonatedUser)
    impersonated.set(identityOf(event), { user: userOf(event), as: event.impersonatedUser })
  }
  return { users: [...users], ...(impersonated.size === 0 ? {} : { impersonated: [...impersonated.values()] }) }
}

/** For people: `alice (as bob)` where one acted as the other, else just the names. */
export function printUsers({
  users,
  impersonated = [],
}: Pick<Attribution, 'users' | 'impersonated'>): readonly string[] {
  const guises = new Set(impersonated.map(({ as }) => as))
  const actors = new Set(impersonated.map(({ user }) => user))
  return [
    ...impersonated.map(({ user, as }) => `${user} (as ${as})`),
    ...users.filter((user) => !guises.has(user) && !actors.has(user)),
  ]
}
