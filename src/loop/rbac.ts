import { isOracleKind } from '../diff/oracle-manifest.ts'
import type { Discovery } from '../live/cluster-reader.ts'
import type { JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'
import { compareText } from '../model/object-ref.ts'
import { FACT_SOURCES } from '../policy/guard-facts.ts'
import type { DesiredState } from './desired-state.ts'

/** Where the identity lives that the printed roles are bound to. */
const ACCOUNT = { name: 'driftage', namespace: 'driftage' } as const

/** Kinds that a pass reads besides what the sources hold: what rules depend on, what can mutate, what engines say. */
const CONTEXT_KINDS: readonly { readonly group: string; readonly kind: string }[] = [
  ...Object.values(FACT_SOURCES),
  { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingAdmissionPolicy' },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingAdmissionPolicyBinding' },
  { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' },
  { group: 'argoproj.io', kind: 'Application' },
]

/**
 * The exact rights that a pass over these sources needs, as objects to apply: no wildcard, no sub-resource, Secrets by
 * name. With the oracle also the right to create, and an admission policy that denies the account every real write.
 */
export function rbacFor(desired: DesiredState, discovery: Discovery, oracle: boolean): readonly JsonObject[] {
  const wanted = desired.objects.map(({ manifests: [first] }) => first)
  const context = discovery.kinds.filter((kind) =>
    CONTEXT_KINDS.some((one) => one.group === kind.group && one.kind === kind.kind),
  )
  const asking = (kind: KindInfo): readonly string[] =>
    oracle && isOracleKind(kind.group, kind.kind) ? ['create'] : []
  const verbs = (kind: KindInfo): readonly string[] => [...READING, ...asking(kind)]
  const clusterKinds = wanted.filter((one) => !one.kindInfo.namespaced).map((one) => one.kindInfo)
  const namespaces = [...new Set(wanted.map((one) => one.namespace).filter((name) => name !== ''))].sort(compareText)
  return [
    // First, since a policy acts only a moment after it was written, and the right to create should not be there before.
    ...(oracle ? dryRunOnly() : []),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ACCOUNT.namespace } },
    account(),
    ...bound('ClusterRole', '', [
      ...rules(clusterKinds, verbs),
      ...rules(without(context, clusterKinds), () => READING),
    ]),
    ...namespaces.flatMap((namespace) => {
      const here = wanted.filter((one) => one.namespace === namespace)
      const secrets = here.filter((one) => isSecret(one.kindInfo)).map((one) => one.name)
      const kinds = here.map((one) => one.kindInfo).filter((kind) => !isSecret(kind))
      // What is read in the whole cluster anyway needs no second grant.
      const own = rules(kinds, (kind) => (context.some((one) => isSameKind(one, kind)) ? asking(kind) : verbs(kind)))
      return bound('Role', namespace, [...own, ...secretRule(secrets)])
    }),
  ]
}

const READING = ['get', 'list'] as const

function bound(
  kind: 'Role' | 'ClusterRole',
  namespace: string,
  roleRules: readonly JsonObject[],
): readonly JsonObject[] {
  return [role(kind, namespace, roleRules), binding(kind, namespace)]
}

function isSecret({ group, kind }: KindInfo): boolean {
  return group === '' && kind === 'Secret'
}

function without(kinds: readonly KindInfo[], others: readonly KindInfo[]): readonly KindInfo[] {
  return kinds.filter((kind) => !others.some((one) => isSameKind(one, kind)))
}

function isSameKind(a: KindInfo, b: KindInfo): boolean {
  return a.group === b.group && a.resource === b.resource
}

/** One rule per group and verbs, resources sorted. */
function rules(kinds: readonly KindInfo[], verbsOf: (kind: KindInfo) => readonly string[]): JsonObject[] {
  const byRule = new Map<string, { group: string; verbs: readonly string[]; resources: Set<string> }>()
  for (const kind of kinds) {
    const verbs = verbsOf(kind)
    if (verbs.length === 0) continue
    const key = `${kind.group} ${verbs.join()}`
    const rule = byRule.get(key) ?? { group: kind.group, verbs, resources: new Set<string>() }
    rule.resources.add(kind.resource)
    byRule.set(key, rule)
  }
  return [...byRule.values()]
    .sort((a, b) => compareText(a.group, b.group) || compareText(a.verbs.join(), b.verbs.join()))
    .map(({ group, verbs, resources }) => ({
      apiGroups: [group],
      resources: [...resources].sort(compareText),
      verbs: [...verbs],
    }))
}

function secretRule(names: readonly string[]): JsonObject[] {
  if (names.length === 0) return []
  const resourceNames = [...new Set(names)].sort(compareText)
  return [{ apiGroups: [''], resources: ['secrets'], resourceNames, verbs: ['get'] }]
}

const RBAC = 'rbac.authorization.k8s.io'

function account(): JsonObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...ACCOUNT } }
}

function role(kind: 'Role' | 'ClusterRole', namespace: string, roleRules: readonly JsonObject[]): JsonObject {
  const metadata = namespace === '' ? { name: 'driftage' } : { name: 'driftage', namespace }
  return { apiVersion: `${RBAC}/v1`, kind, metadata, rules: roleRules }
}

function binding(kind: 'Role' | 'ClusterRole', namespace: string): JsonObject {
  const metadata = namespace === '' ? { name: 'driftage' } : { name: 'driftage', namespace }
  return {
    apiVersion: `${RBAC}/v1`,
    kind: `${kind}Binding`,
    metadata,
    roleRef: { apiGroup: RBAC, kind, name: 'driftage' },
    subjects: [{ kind: 'ServiceAccount', ...ACCOUNT }],
  }
}

/** RBAC cannot tell a dry-run from a write, so an admission policy denies the account everything that would last. */
function dryRunOnly(): readonly JsonObject[] {
  const name = 'driftage-dry-run-only'
  const user = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*/*'] }],
        },
        matchConditions: [{ name: 'driftage', expression: `request.userInfo.username == '${user}'` }],
        validations: [{ expression: 'request.dryRun == true', message: 'driftage may only dry-run' }],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ]
}
