import { at, isList, isObject, property, stringAt, type Json, type JsonObject } from '../model/json.ts'
import { isUndiscovered, type KindInfo } from '../model/kind-info.ts'
import type { ClusterReader, Discovery, Reading } from './cluster-reader.ts'
import { maySelect, type KnownLabels } from './label-selector.ts'

/** One reason why the cluster itself may change what is sent: a mutating webhook, or a bound mutating policy. */
export interface Mutation {
  /** Name for people, such as `MutatingWebhookConfiguration/istio-sidecar-injector`. */
  readonly name: string
  readonly rules: readonly Json[]
  readonly namespaceSelectors: readonly (Json | undefined)[]
  readonly objectSelectors: readonly (Json | undefined)[]
}

/** The cluster's mutating admission configuration; `unknown` where it may not be read. */
export type AdmissionConfiguration =
  | { readonly state: 'known'; readonly mutations: readonly Mutation[] }
  | { readonly state: 'unknown' }

const GROUP = 'admissionregistration.k8s.io'

/**
 * Reads webhooks and policies that can mutate. A kind that the server does not serve cannot act; one whose group could
 * not be discovered may.
 */
export async function readAdmission(
  reader: ClusterReader,
  { kinds, failed }: Discovery,
): Promise<AdmissionConfiguration> {
  if (isUndiscovered(failed, GROUP)) return { state: 'unknown' }
  const [webhooks, policies, bindings] = await Promise.all([
    listOf(reader, kinds, 'MutatingWebhookConfiguration'),
    listOf(reader, kinds, 'MutatingAdmissionPolicy'),
    listOf(reader, kinds, 'MutatingAdmissionPolicyBinding'),
  ])
  if (webhooks.state === 'failed' || policies.state === 'failed' || bindings.state === 'failed')
    return { state: 'unknown' }
  const mutations = [
    ...itemsOf(webhooks).flatMap(webhookMutations),
    ...policyMutations(itemsOf(policies), itemsOf(bindings)),
  ]
  return { state: 'known', mutations }
}

async function listOf(
  reader: ClusterReader,
  kinds: readonly KindInfo[],
  kind: string,
): Promise<Reading<readonly JsonObject[]>> {
  const served = kinds.find((one) => one.group === GROUP && one.kind === kind)
  if (served === undefined) return { state: 'absent' }
  const list = await reader.list(served, '')
  // A dump seldom holds the admission configuration; a limit of the report says what follows from that.
  return list.state === 'failed' && list.reason === 'not-in-dump' ? { state: 'absent' } : list
}

function itemsOf(reading: Reading<readonly JsonObject[]>): readonly JsonObject[] {
  return reading.state === 'found' ? reading.value : []
}

function webhookMutations(configuration: JsonObject): Mutation[] {
  return listAt(configuration, 'webhooks').map((webhook) => ({
    name: `MutatingWebhookConfiguration/${nameOf(configuration)}`,
    rules: listAt(webhook, 'rules'),
    namespaceSelectors: [at(webhook, 'namespaceSelector')],
    objectSelectors: [at(webhook, 'objectSelector')],
  }))
}

/** A policy acts only through a binding; the constraints of both must hold. */
function policyMutations(policies: readonly JsonObject[], bindings: readonly JsonObject[]): Mutation[] {
  return bindings.flatMap((binding) => {
    const policy = policies.find((one) => nameOf(one) === stringAt(binding, 'spec', 'policyName'))
    if (policy === undefined) return []
    const constraints = at(policy, 'spec', 'matchConstraints')
    const narrower = at(binding, 'spec', 'matchResources')
    return {
      name: `MutatingAdmissionPolicy/${nameOf(policy)}`,
      rules: listAt(constraints, 'resourceRules'),
      namespaceSelectors: [at(constraints, 'namespaceSelector'), at(narrower, 'namespaceSelector')],
      objectSelectors: [at(constraints, 'objectSelector'), at(narrower, 'objectSelector')],
    }
  })
}

function nameOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'name') ?? ''
}

function listAt(value: Json | undefined, key: string): readonly Json[] {
  const found = isObject(value) ? property(value, key) : undefined
  return isList(found) ? found : []
}

/**
 * Whether something in the cluster may change objects of this kind when they are written. Conditions written in CEL are
 * not evaluated, and labels of the namespace are not read: where they would decide, the answer is `matches`.
 */
export function admissionFor(
  configuration: AdmissionConfiguration,
  kind: KindInfo,
  namespace: string,
  labels: ReadonlyMap<string, string>,
): 'matches' | 'none' | 'unknown' {
  if (configuration.state === 'unknown') return 'unknown'
  const ofNamespace: KnownLabels = { labels: new Map([['kubernetes.io/metadata.name', namespace]]), complete: false }
  const acts = configuration.mutations.some(
    (mutation) =>
      mutation.rules.some((rule) => ruleMatches(rule, kind)) &&
      mutation.objectSelectors.every((selector) => maySelect(selector, { labels, complete: true })) &&
      (namespace === '' || mutation.namespaceSelectors.every((selector) => maySelect(selector, ofNamespace))),
  )
  return acts ? 'matches' : 'none'
}

/** Versions are left out: by default a rule also matches the equivalent kind of another version. */
function ruleMatches(rule: Json, kind: KindInfo): boolean {
  const writes = texts(rule, 'operations').some((one) => one === '*' || one === 'CREATE' || one === 'UPDATE')
  const group = texts(rule, 'apiGroups').some((one) => one === '*' || one === kind.group)
  const resource = texts(rule, 'resources').some((one) => one === '*' || one === '*/*' || one === kind.resource)
  const scope = stringAt(rule, 'scope') ?? '*'
  return writes && group && resource && (scope === '*' || (scope === 'Namespaced') === kind.namespaced)
}

function texts(rule: Json, key: string): readonly string[] {
  return listAt(rule, key).map(String)
}
