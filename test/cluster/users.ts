import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'

interface Identity {
  name: string
  groups: readonly string[]
}

/** A service account by the name and the groups that the API server gives to it, without an object behind it. */
function serviceAccount(namespace: string, name: string): Identity {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  }
}

/** Who may act in a test cluster: people, deployers, another operator, and somebody without any right. */
export const USERS = {
  admin: { name: 'admin', groups: ['system:masters'] },
  alice: { name: 'alice@example.com', groups: ['oncall'] },
  bob: { name: 'bob@example.com', groups: ['developers'] },
  argocd: serviceAccount('argocd', 'argocd-application-controller'),
  flux: serviceAccount('flux-system', 'kustomize-controller'),
  operator: serviceAccount('shop', 'some-operator'),
  reader: { name: 'reader', groups: [] },
} as const satisfies Record<string, Identity>

/** Short name of a user of a test cluster. */
export type ClusterUser = keyof typeof USERS

/** The control plane's own parts, under their own names so that they are told from people in the audit log. */
const COMPONENTS = {
  'kube-controller-manager': { name: 'system:kube-controller-manager', groups: [] },
  'kube-scheduler': { name: 'system:kube-scheduler', groups: [] },
  kwok: {
    name: 'system:serviceaccount:kube-system:kwok-controller',
    groups: [...serviceAccount('kube-system', 'kwok-controller').groups, 'system:masters'],
  },
} as const satisfies Record<string, Identity>

/** Part of the control plane that has its own name at the API server. */
export type Component = keyof typeof COMPONENTS

/** A token for everybody who talks to the API server. */
export type Tokens = Record<ClusterUser | Component, string>

/** Makes one token a user and writes them in the form that `--token-auth-file` reads. */
export async function writeTokens(file: string): Promise<Tokens> {
  const tokens: Partial<Tokens> = {}
  const lines: string[] = []
  for (const [key, { name, groups }] of Object.entries<Identity>({ ...USERS, ...COMPONENTS })) {
    const token = `${key}-${randomUUID()}`
    tokens[key as ClusterUser | Component] = token
    lines.push(`${token},${name},${key}-uid,"${groups.join(',')}"`)
  }
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return tokens as Tokens
}

/** The users that a test cluster lets do everything unless told otherwise: all but `reader`, who may do nothing. */
export const USERS_WITH_ALL_RIGHTS: readonly ClusterUser[] = ['alice', 'bob', 'argocd', 'flux', 'operator']

/** A ClusterRoleBinding to cluster-admin. The name of a service account is bound as a plain user name. */
export function allRightsFor(users: readonly ClusterUser[]): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'test-users' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: users.map((user) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: USERS[user].name })),
  }
}
