/** A kind as it stands in URLs. */
export interface ResourceName {
  /** Empty for the core group. */
  readonly group: string
  readonly resource: string
}

/** Never above Metadata, whatever is asked for: their bodies are secrets (S-11). */
const SECRET_RESOURCES: readonly ResourceName[] = [
  { group: '', resource: 'secrets' },
  { group: '', resource: 'serviceaccounts/token' },
  { group: 'authentication.k8s.io', resource: 'tokenreviews' },
  { group: 'bitnami.com', resource: 'sealedsecrets' },
  { group: 'external-secrets.io', resource: 'pushsecrets' },
  { group: 'generators.external-secrets.io', resource: '*' },
  { group: 'isindir.github.com', resource: 'sopssecrets' },
]

/** Written all the time, and never what Git holds. */
const NOISE: readonly ResourceName[] = [
  { group: 'coordination.k8s.io', resource: 'leases' },
  { group: '', resource: 'events' },
  { group: 'events.k8s.io', resource: 'events' },
  { group: 'authorization.k8s.io', resource: '*' },
  { group: 'authentication.k8s.io', resource: 'selfsubjectreviews' },
]

/**
 * An audit policy for an API server, as YAML: all writes with their user and nothing of their bodies.
 *
 * @param whole kinds of which request and answer are logged as well, which makes every attribution of them exact without the
 *   admission policy; secret-like ones stay as they are
 */
export function auditPolicyText(whole: readonly ResourceName[] = []): string {
  const bodies = whole.filter(({ group, resource }) => !SECRET_RESOURCES.some((one) => covers(one, group, resource)))
  const lines = [
    'apiVersion: audit.k8s.io/v1',
    'kind: Policy',
    'omitStages: [RequestReceived]',
    'rules:',
    '  - level: None',
    '    verbs: [get, list, watch]',
    '  - level: None',
    '    nonResourceURLs: ["*"]',
    '  - level: None',
    ...resourceLines(NOISE),
    '  - level: Metadata',
    ...resourceLines(SECRET_RESOURCES),
    ...(bodies.length === 0
      ? []
      : [
          '  - level: RequestResponse',
          '    omitManagedFields: true',
          ...resourceLines(bodies.flatMap((one) => [one, { ...one, resource: `${one.resource}/scale` }])),
        ]),
    '  - level: Metadata',
  ]
  return `${lines.join('\n')}\n`
}

function covers(one: ResourceName, group: string, resource: string): boolean {
  return one.group === group && (one.resource === '*' || one.resource === resource)
}

function resourceLines(resources: readonly ResourceName[]): readonly string[] {
  const groups = [...new Set(resources.map(({ group }) => group))].sort()
  return [
    '    resources:',
    ...groups.map((group) => {
      const names = resources.filter((one) => one.group === group).map(({ resource }) => JSON.stringify(resource))
      return `      - {group: ${JSON.stringify(group)}, resources: [${names.sort().join(', ')}]}`
    }),
  ]
}

/** Name of the webhook. */
const OBSERVER = 'attribution.driftage.dev'

export interface ObservingWebhook {
  /** `https://…/audit/CLUSTER/admission/TOKEN`: an API server sends no token of its own, and takes no query. */
  readonly url: string
  /** Certificate authority of that address, PEM. */
  readonly ca: string
  /** Kinds that the sources hold. */
  readonly kinds: readonly ResourceName[]
}

/**
 * The configuration of the observing webhook, as YAML, for clusters without an audit log: it fails open after a second, has
 * no side effects, and sees only the kinds that sources hold.
 */
export function observingWebhookText({ url, ca, kinds }: ObservingWebhook): string {
  const groups = [...new Set(kinds.map(({ group }) => group))].sort()
  const rules = groups.map((group) => {
    const names = kinds.filter((kind) => kind.group === group).map(({ resource }) => resource)
    const resources = [...new Set(names)].sort().flatMap((name) => [name, `${name}/scale`])
    return `      - apiGroups: [${JSON.stringify(group)}]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE, DELETE]
        resources: [${resources.map((name) => JSON.stringify(name)).join(', ')}]`
  })
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: ${OBSERVER}
webhooks:
  - name: ${OBSERVER}
    admissionReviewVersions: [v1]
    failurePolicy: Ignore
    matchPolicy: Equivalent
    sideEffects: None
    timeoutSeconds: 1
    clientConfig:
      url: ${JSON.stringify(url)}
      caBundle: ${base64Of(ca)}
    rules:
${rules.join('\n')}
`
}

function base64Of(text: string): string {
  return btoa(text)
}
