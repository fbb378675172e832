import { at, isList, isObject, type Json, type JsonObject, stringAt } from '../model/json.ts'
import { parseApiVersion } from '../model/kind-info.ts'

/**
 * What guards know about other objects of the cluster. A missing member means that it could not be read, so guards that
 * need it answer `unknown`; where the kind is not served at all, its member is an empty list.
 */
export interface GuardFacts {
  readonly autoscalers?: readonly ScalingBounds[]
  readonly scaledObjects?: readonly ScalingBounds[]
  readonly clusterRoles?: readonly ClusterRoleFact[]
  readonly rollouts?: readonly RolloutFact[]
  readonly canaries?: readonly CanaryFact[]
  readonly sleepInfos?: readonly { readonly namespace: string; readonly name: string }[]
}

export type FactKind = keyof GuardFacts

/** From which kind each fact is read, at whatever version the cluster prefers. */
export const FACT_SOURCES: Readonly<Record<FactKind, { readonly group: string; readonly kind: string }>> = {
  autoscalers: { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  scaledObjects: { group: 'keda.sh', kind: 'ScaledObject' },
  clusterRoles: { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  rollouts: { group: 'argoproj.io', kind: 'Rollout' },
  canaries: { group: 'flagger.app', kind: 'Canary' },
  sleepInfos: { group: 'kube-green.com', kind: 'SleepInfo' },
}

/** An object that another one points at. `group` is undefined where the reference does not say. */
export interface Target {
  readonly group: string | undefined
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

export interface ScalingBounds {
  readonly target: Target
  readonly min: number
  readonly max: number
  /** The count at which the autoscaler is paused, where it is. */
  readonly pausedAt?: number
}

export interface ClusterRoleFact {
  readonly name: string
  readonly labels: JsonObject
  readonly rules: readonly Json[]
}

interface RolloutFact {
  /** The workload that the Rollout took over and scales down, where it does. */
  readonly scalesDown?: Target
  /** Services, ingresses and routes that it steers. */
  readonly references: readonly Target[]
}

interface CanaryFact {
  readonly target: Target
  readonly namespace: string
  /** Name of the route objects that Flagger keeps. */
  readonly routeName: string
}

/** Facts out of whole live objects of the kinds in {@link FACT_SOURCES}; a kind that could not be read is left out. */
export function readFacts(objects: Readonly<Partial<Record<FactKind, readonly JsonObject[]>>>): GuardFacts {
  return {
    ...(objects.autoscalers && { autoscalers: objects.autoscalers.map(autoscaler) }),
    ...(objects.scaledObjects && { scaledObjects: objects.scaledObjects.map(scaledObject) }),
    ...(objects.clusterRoles && { clusterRoles: objects.clusterRoles.map(clusterRole) }),
    ...(objects.rollouts && { rollouts: objects.rollouts.map(rollout) }),
    ...(objects.canaries && { canaries: objects.canaries.map(canary) }),
    ...(objects.sleepInfos && {
      sleepInfos: objects.sleepInfos.map((object) => ({ namespace: namespaceOf(object), name: nameOf(object) })),
    }),
  }
}

function autoscaler(object: JsonObject): ScalingBounds {
  return {
    target: targetOf(at(object, 'spec', 'scaleTargetRef'), namespaceOf(object)),
    min: numberOr(at(object, 'spec', 'minReplicas'), 1),
    max: numberOr(at(object, 'spec', 'maxReplicas'), 0),
  }
}

/** KEDA's own defaults: a Deployment, from 0 to 100. */
function scaledObject(object: JsonObject): ScalingBounds {
  const min = numberOr(at(object, 'spec', 'minReplicaCount'), 0)
  const paused = stringAt(object, 'metadata', 'annotations', 'autoscaling.keda.sh/paused-replicas')
  return {
    target: targetOf(at(object, 'spec', 'scaleTargetRef'), namespaceOf(object), 'apps', 'Deployment'),
    min: Math.min(min, numberOr(at(object, 'spec', 'idleReplicaCount'), min)),
    max: numberOr(at(object, 'spec', 'maxReplicaCount'), 100),
    ...(paused !== undefined && /^\d+$/.test(paused) && { pausedAt: Number(paused) }),
  }
}

function clusterRole(object: JsonObject): ClusterRoleFact {
  const labels = at(object, 'metadata', 'labels')
  const rules = at(object, 'rules')
  return { name: nameOf(object), labels: isObject(labels) ? labels : {}, rules: isList(rules) ? rules : [] }
}

function rollout(object: JsonObject): RolloutFact {
  const namespace = namespaceOf(object)
  const workload = at(object, 'spec', 'workloadRef')
  const scaleDown = stringAt(workload, 'scaleDown') ?? 'never'
  return {
    ...(isObject(workload) && scaleDown !== 'never' && { scalesDown: targetOf(workload, namespace) }),
    references: referencesOf(at(object, 'spec', 'strategy'), namespace),
  }
}

const REFERENCE_FIELDS: Readonly<Record<string, string>> = {
  activeService: 'Service',
  previewService: 'Service',
  stableService: 'Service',
  canaryService: 'Service',
  rootService: 'Service',
  stableIngress: 'Ingress',
  stableIngresses: 'Ingress',
  ingress: 'Ingress',
  ingresses: 'Ingress',
  virtualService: 'VirtualService',
  virtualServices: 'VirtualService',
  destinationRule: 'DestinationRule',
  httpRoute: 'HTTPRoute',
  httpRoutes: 'HTTPRoute',
}

/** Every traffic router spells its references as a name, a list of names, or objects with a name. */
function referencesOf(value: Json | undefined, namespace: string): Target[] {
  if (isList(value)) return value.flatMap((item) => referencesOf(item, namespace))
  if (!isObject(value)) return []
  return Object.keys(value).flatMap((key) => {
    const child = value[key] as Json
    const kind = Object.hasOwn(REFERENCE_FIELDS, key) ? REFERENCE_FIELDS[key] : undefined
    return kind === undefined ? referencesOf(child, namespace) : namedTargets(child, kind, namespace)
  })
}

function namedTargets(value: Json, kind: string, namespace: string): Target[] {
  const items = isList(value) ? value : [value]
  return items.flatMap((item) => {
    const name = typeof item === 'string' ? item : stringAt(item, 'name')
    return name === undefined
      ? []
      : [{ group: undefined, kind, namespace: stringAt(item, 'namespace') ?? namespace, name }]
  })
}

function canary(object: JsonObject): CanaryFact {
  const target = targetOf(at(object, 'spec', 'targetRef'), namespaceOf(object))
  return {
    target,
    namespace: namespaceOf(object),
    routeName: stringAt(object, 'spec', 'service', 'name') ?? target.name,
  }
}

function targetOf(reference: Json | undefined, namespace: string, group?: string, kind = ''): Target {
  const apiVersion = stringAt(reference, 'apiVersion')
  return {
    group: apiVersion === undefined ? group : parseApiVersion(apiVersion).group,
    kind: stringAt(reference, 'kind') ?? kind,
    namespace,
    name: stringAt(reference, 'name') ?? '',
  }
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

function nameOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'name') ?? ''
}

function namespaceOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'namespace') ?? ''
}
