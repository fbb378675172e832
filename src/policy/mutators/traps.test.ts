import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { type DifferenceExample, differenceAt, objectAt, refOf } from '../difference-example.ts'
import { type ExplainResult, explain, factsToExplain } from '../explain.ts'
import { type GuardFacts, readFacts } from '../guard-facts.ts'
import { activeRules, indexRules, rulesMatchingPath } from '../rule-index.ts'
import { MUTATOR_RULES } from './catalogue.ts'

const INDEX = indexRules(activeRules(MUTATOR_RULES))
const PEM = btoa('-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n')
const WEB = 'apps/Deployment/shop/web'
const HPA_OWNER = ['kube-controller-manager/Update/scale']

function ask(
  ref: string,
  path: string,
  example: DifferenceExample,
  around: { facts?: GuardFacts; metadata?: JsonObject; body?: JsonObject; git?: JsonObject } = {},
): ExplainResult {
  const object = refOf(ref)
  return explain(
    differenceAt(path, example),
    {
      ref: object,
      live: objectAt(object, around.metadata, around.body),
      desired: objectAt(object, {}, around.git),
      facts: around.facts ?? {
        autoscalers: [],
        scaledObjects: [],
        clusterRoles: [],
        rollouts: [],
        canaries: [],
        sleepInfos: [],
      },
      deployer: { manager: 'argocd-controller' },
    },
    INDEX,
  )
}

const NOT_READY = tolerating('not-ready')
const UNREACHABLE = tolerating('unreachable')

function tolerating(condition: string): JsonObject {
  return {
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }
}

function autoscaler(minReplicas: number, maxReplicas: number, name = 'web'): GuardFacts {
  return {
    scaledObjects: [],
    ...readFacts({
      autoscalers: [
        {
          metadata: { name: 'a', namespace: 'shop' },
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas, maxReplicas },
        },
      ],
    }),
  }
}

describe('traps of expected changes', () => {
  it('1: finds list elements by what they are, not by where they stand', () => {
    const patterns = MUTATOR_RULES.flatMap((rule) => rule.match.paths)
    expect(patterns.filter((path) => /\[\d+\]/.test(path))).toEqual([])
  })

  it('2: a rule about one field of a list does not cover the others', () => {
    const rules = (weight: number, sectionName: string): JsonObject[] => [
      {
        parent: sectionName,
        backendRefs: [
          { name: 'a', weight: 100 - weight },
          { name: 'b', weight },
        ],
      },
    ]
    const facts = readFacts({
      rollouts: [
        {
          metadata: { name: 'r', namespace: 'shop' },
          spec: { strategy: { canary: { trafficRouting: { plugins: { x: { httpRoute: 'web' } } } } } },
        },
      ],
      canaries: [],
    })
    const asked = (live: JsonObject[]): ExplainResult =>
      ask(
        'gateway.networking.k8s.io/HTTPRoute/shop/web',
        '.spec.rules',
        { desired: rules(0, 'https'), live, atomic: true, owners: ['rollouts-controller'] },
        { facts, body: { spec: { rules: live } } },
      )
    expect(asked(rules(20, 'https'))).toEqual({ explained: { by: 'rule', rule: 'rollouts-gateway-weights' } })
    expect(asked(rules(20, 'http'))).toBeUndefined()
  })

  it('3: a manager is expected at its fields, not everywhere', () => {
    expect(
      ask(WEB, '.spec.template.spec.containers[name="a"].image', {
        desired: 'a:1',
        live: 'a:2',
        owners: ['kube-controller-manager'],
      }),
    ).toBeUndefined()
    expect(ask(WEB, '.spec.template.spec.hostNetwork', { live: true, owners: ['keda'] })).toBeUndefined()
  })

  describe('4: values are bounded, not paths', () => {
    it.each([
      [1, undefined],
      [2, 'hpa-replicas'],
      [10, 'hpa-replicas'],
      [11, undefined],
      [0, undefined],
    ])('replicas %i of 2 to 10: %s', (live, rule) => {
      const result = ask(WEB, '.spec.replicas', { desired: 3, live, owners: HPA_OWNER }, { facts: autoscaler(2, 10) })
      expect(result).toEqual(rule === undefined ? undefined : { explained: { by: 'rule', rule } })
    })

    it('failurePolicy of a webhook may only become stricter', () => {
      const hook = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/istio-validator'
      const path = '.webhooks[name="a"].failurePolicy'
      expect(ask(hook, path, { desired: 'Ignore', live: 'Fail', owners: ['pilot-discovery'] })).toBeDefined()
      expect(ask(hook, path, { desired: 'Fail', live: 'Ignore', owners: ['pilot-discovery'] })).toBeUndefined()
      expect(ask(hook, path, { live: 'Ignore', owners: ['pilot-discovery'] })).toBeUndefined()
    })

    it.each([
      'not base64!',
      btoa('no certificate'),
      btoa('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
      '',
      PEM.slice(0, 20),
    ])('a CA bundle that is none: %j', (live) => {
      const hook = 'admissionregistration.k8s.io/MutatingWebhookConfiguration/-/h'
      const marked = { metadata: { annotations: { 'cert-manager.io/inject-ca-from': 'a/b' } } }
      const path = '.webhooks[name="a"].clientConfig.caBundle'
      expect(ask(hook, path, { live: PEM, owners: ['cert-manager-cainjector/Apply'] }, marked)).toBeDefined()
      expect(ask(hook, path, { live, owners: ['cert-manager-cainjector/Apply'] }, marked)).toBeUndefined()
      expect(ask(hook, path, { live: PEM, owners: ['cert-manager-cainjector/Apply'] })).toBeUndefined()
    })

    it.each([
      ['.data["ca.crt"]', btoa('no certificate')],
      ['.data.namespace', btoa('elsewhere')],
    ])('%s of a token Secret that the token controller would not write', (path, live) => {
      const body = { metadata: { annotations: { 'kubernetes.io/service-account.name': 'agent' } } }
      const owners = ['kube-controller-manager']
      expect(ask('-/Secret/shop/agent-token', path, { live, owners }, { body })).toBeUndefined()
    })

    it('a mark of a binding with a word of its own', () => {
      const path = '.metadata.annotations["pv.kubernetes.io/bound-by-controller"]'
      expect(ask('-/PersistentVolume/-/v', path, { live: 'no', owners: ['kube-controller-manager'] })).toBeUndefined()
    })

    it.each([
      ['in another order', [UNREACHABLE, NOT_READY], undefined],
      ['twice', [NOT_READY, NOT_READY], undefined],
      ['as admission appends them', [NOT_READY, UNREACHABLE], 'pod-default-tolerations'],
    ])('tolerations of a Pod %s', (_how, live, rule) => {
      const told = ask('-/Pod/shop/web', '.spec.tolerations', { live, atomic: true })
      expect(told).toEqual(rule && { explained: { by: 'rule', rule } })
    })

    it('an AKS selector with a third term, a changed label, or a missing term of Git', () => {
      const hook = 'admissionregistration.k8s.io/MutatingWebhookConfiguration/-/h'
      const aks = { key: 'control-plane', operator: 'DoesNotExist' }
      const own = { key: 'team', operator: 'In', values: ['a'] }
      const asked = (desired: JsonObject, live: JsonObject): ExplainResult =>
        ask(hook, '.webhooks[name="a"].namespaceSelector', {
          desired,
          live,
          atomic: true,
          owners: ['admissionsenforcer'],
        })
      expect(asked({ matchExpressions: [own] }, { matchExpressions: [own, aks] })).toBeDefined()
      expect(
        asked({ matchExpressions: [own] }, { matchExpressions: [own, aks, { key: 'skip', operator: 'DoesNotExist' }] }),
      ).toBeUndefined()
      expect(asked({ matchExpressions: [own] }, { matchExpressions: [aks] })).toBeUndefined()
      expect(asked({ matchLabels: { a: 'b' } }, { matchExpressions: [aks] })).toBeUndefined()
      expect(asked({ matchLabels: { a: 'b' } }, { matchLabels: { a: 'c' }, matchExpressions: [aks] })).toBeUndefined()
    })

    it('an aggregated role with a rule that no source has, or without one that a source has', () => {
      const rule = (resource: string): JsonObject => ({ apiGroups: [''], resources: [resource], verbs: ['get'] })
      const facts = readFacts({
        clusterRoles: [
          { metadata: { name: 'a', labels: { to: 'view' } }, rules: [rule('a')] },
          { metadata: { name: 'b', labels: { to: 'view' } }, rules: [rule('b'), rule('a')] },
          { metadata: { name: 'c', labels: { to: 'admin' } }, rules: [rule('secrets')] },
        ],
      })
      const asked = (
        rules: JsonObject[],
        git: JsonObject = { clusterRoleSelectors: [{ matchLabels: { to: 'view' } }] },
      ): ExplainResult =>
        ask(
          'rbac.authorization.k8s.io/ClusterRole/-/view',
          '.rules',
          { live: rules, atomic: true, owners: ['clusterrole-aggregation-controller/Apply'] },
          { facts, body: { rules }, git: { aggregationRule: git } },
        )
      expect(asked([rule('a'), rule('b')])).toBeDefined()
      expect(asked([rule('a'), rule('b'), rule('secrets')])).toBeUndefined()
      expect(asked([rule('a')])).toBeUndefined()
      // The selector in the cluster was widened, but Git's is what counts.
      expect(asked([rule('a'), rule('b'), rule('secrets')], { clusterRoleSelectors: [] })).toBeUndefined()
    })
  })

  it('5: an autoscaler that is gone, or points elsewhere, explains nothing', () => {
    const change = { desired: 3, live: 5, owners: HPA_OWNER }
    expect(ask(WEB, '.spec.replicas', change, { facts: autoscaler(1, 10) })).toBeDefined()
    expect(ask(WEB, '.spec.replicas', change)).toBeUndefined()
    expect(ask(WEB, '.spec.replicas', change, { facts: autoscaler(1, 10, 'api') })).toBeUndefined()
  })

  it('a person who scales within the bounds is not the autoscaler', () => {
    const facts = autoscaler(1, 10)
    expect(
      ask(WEB, '.spec.replicas', { desired: 3, live: 5, owners: ['kubectl/Update/scale'] }, { facts }),
    ).toBeUndefined()
    expect(ask(WEB, '.spec.replicas', { desired: 3, live: 5, owners: ['kubectl-edit'] }, { facts })).toBeUndefined()
    expect(ask(WEB, '.spec.replicas', { desired: 3, live: 5, owners: [] }, { facts })).toBeDefined()
  })

  it('6: defaults of custom resources are left to their own schema', () => {
    const index = indexRules(MUTATOR_RULES)
    for (const path of ['.spec.parentRefs[0].group', '.spec.rules[0].backendRefs[0].kind', '.spec.rules[0].matches']) {
      const rules = rulesMatchingPath(
        index,
        refOf('gateway.networking.k8s.io/HTTPRoute/a/b'),
        differenceAt(path, { live: 1 }).path,
      )
      expect(rules).toEqual([])
    }
  })

  it.each(['manager', 'controller', 'Mozilla', 'OpenAPI-Generator', 'node-fetch'])(
    '7: %s alone explains nothing',
    (manager) => {
      expect(
        ask(WEB, '.spec.template.spec.containers[name="a"].resources', { live: {}, owners: [manager] }),
      ).toBeUndefined()
      expect(ask(WEB, '.metadata.annotations["a"]', { live: 'x', owners: [manager] })).toBeUndefined()
      expect(
        ask(WEB, '.spec.replicas', { desired: 1, live: 5, owners: [manager] }, { facts: autoscaler(1, 10) }),
      ).toBeUndefined()
    },
  )

  it('9: a fact that could not be read is neither drift nor expected', () => {
    const change = { desired: 3, live: 5, owners: HPA_OWNER }
    expect(ask(WEB, '.spec.replicas', change, { facts: {} })).toEqual({
      unknown: 'guard-unknown',
      rule: 'hpa-replicas',
    })
    expect(ask(WEB, '.spec.replicas', change, { facts: { autoscalers: [] } })).toEqual({
      unknown: 'guard-unknown',
      rule: 'keda-replicas',
    })
    expect(ask(WEB, '.spec.replicas', change, { facts: { ...autoscaler(1, 10), scaledObjects: [] } })).toBeDefined()
    // A person's change needs no fact to be drift.
    expect(ask(WEB, '.spec.replicas', { desired: 3, live: 5, owners: ['kubectl-edit'] }, { facts: {} })).toBeUndefined()
  })

  it('10: a restart by hand is drift, whatever its severity', () => {
    const path = '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'
    for (const owner of ['kubectl-rollout', 'argocd-server', 'k9s', 'flux-client-side-apply']) {
      expect(ask(WEB, path, { live: '2026-11-23T10:00:00Z', owners: [owner] })).toBeUndefined()
    }
  })

  it('an ownerless addition that no rule names stays drift (R-25)', () => {
    expect(ask(WEB, '.spec.template.spec.hostNetwork', { live: true })).toBeUndefined()
    expect(
      ask('-/Pod/shop/web', '.spec.containers[name="istio-proxy"]', { live: { name: 'istio-proxy' } }),
    ).toBeUndefined()
  })

  it('changes that go away, that the server drops, and whole objects are never explained by a rule for values', () => {
    const facts = autoscaler(1, 10)
    expect(ask(WEB, '.spec.replicas', { desired: 3, owners: HPA_OWNER }, { facts })).toBeUndefined()
    expect(ask(WEB, '.spec.replicas', { kind: 'ineffective', desired: 3 }, { facts })).toBeUndefined()
    expect(ask(WEB, '', { kind: 'missing', desired: {} }, { facts })).toBeUndefined()
  })

  it('looks into nodes that are one value, and not into elements whose fields have owners of their own', () => {
    const pod = '-/Pod/shop/web'
    const resources = { limits: { cpu: '1' } }
    expect(ask(pod, '.spec.containers[name="a"].resources', { live: resources })).toBeDefined()
    expect(ask(pod, '.spec.containers[name="a"]', { live: { resources } })).toBeUndefined()
  })

  it('tells which facts a pass must fetch', () => {
    const needed = (ref: string, path: string, example: DifferenceExample): string[] => {
      const context = { ref: refOf(ref), deployer: { manager: 'argocd-controller' } }
      return [...factsToExplain([differenceAt(path, example)], context, INDEX)].sort()
    }
    const change = { desired: 3, live: 5 }
    expect(needed(WEB, '.spec.replicas', { ...change, owners: HPA_OWNER })).toEqual(['autoscalers', 'scaledObjects'])
    expect(needed(WEB, '.spec.replicas', { ...change, owners: ['flagger'] })).toEqual(['canaries'])
    expect(needed(WEB, '.spec.replicas', { ...change, owners: ['kubectl-edit'] })).toEqual([])
    expect(needed(WEB, '.spec.paused', { live: true, owners: HPA_OWNER })).toEqual([])
    const selector = { desired: {}, live: {}, owners: ['rollouts-controller'] }
    expect(needed('-/Service/a/b', '.spec.selector', { ...selector, atomic: true })).toEqual(['rollouts'])
  })
})
