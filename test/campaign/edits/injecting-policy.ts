import { setTimeout as sleep } from 'node:timers/promises'
import { at, isObject, type Json, type JsonObject } from '../../../src/model/json.ts'
import type { RawApi } from '../../cluster/raw-api.ts'

const ADMISSION = '/apis/admissionregistration.k8s.io/v1'
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const GROUP = 'campaign.example.dev'
const ORDERS = `/apis/${GROUP}/v1/orders`
const NAME = 'campaign-injector'
const PROBE = '/api/v1/namespaces/default/configmaps/campaign-probe'

/** What the policy is to do to the next request; a resource, since policies watch their parameters. */
const DEFINITION: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `orders.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Cluster',
    names: { kind: 'Order', plural: 'orders' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      },
    ],
  },
}

const PATCH = `request.name == 'campaign-probe'
  ? [JSONPatch{op: 'add', path: '/data/order', value: string(params.spec.order)}]
  : params.spec.operations.map(one, one.op == 'remove'
      ? JSONPatch{op: 'remove', path: one.path}
      : JSONPatch{op: one.op, path: one.path, value: one.value})`

/** Changes what bob updates as it is told to, and nothing that anybody else writes. */
const POLICY: JsonObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicy',
  metadata: { name: NAME },
  spec: {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    paramKind: { apiVersion: `${GROUP}/v1`, kind: 'Order' },
    matchConstraints: {
      resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['UPDATE'], resources: ['*'] }],
    },
    matchConditions: [{ name: 'bob', expression: "request.userInfo.username == 'bob@example.com'" }],
    mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: PATCH } }],
  },
}

const BINDING: JsonObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicyBinding',
  metadata: { name: NAME },
  spec: { policyName: NAME, paramRef: { name: 'next', parameterNotFoundAction: 'Allow' } },
}

/** An admission policy of the cluster that can be told what to change in the next update by bob. */
export class InjectingPolicy {
  readonly #admin: RawApi
  readonly #bob: RawApi
  #order = 0

  constructor(admin: RawApi, bob: RawApi) {
    this.#admin = admin
    this.#bob = bob
  }

  /** Sets the policy up and waits until it acts. */
  async install(): Promise<void> {
    const admin = this.#admin
    await admin.send({ method: 'POST', path: DEFINITIONS, body: DEFINITION })
    const probe = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'campaign-probe' }, data: { order: '' } }
    await admin.send({ method: 'POST', path: '/api/v1/namespaces/default/configmaps', body: probe })
    const first = { apiVersion: `${GROUP}/v1`, kind: 'Order', metadata: { name: 'next' }, spec: specOf(0, []) }
    for (let attempt = 0; (await admin.send({ method: 'POST', path: ORDERS, body: first })).status >= 400; attempt++) {
      if (attempt > 100) throw new Error('The orders of the campaign are not served.')
      await sleep(100)
    }
    await admin.send({ method: 'POST', path: `${ADMISSION}/mutatingadmissionpolicies`, body: POLICY })
    await admin.send({ method: 'POST', path: `${ADMISSION}/mutatingadmissionpolicybindings`, body: BINDING })
    await this.order([])
  }

  /** Tells what to do from now on, as a JSON patch, and waits until the policy knows. */
  async order(operations: readonly Json[]): Promise<void> {
    const order = ++this.#order
    await this.#admin.send({
      method: 'PATCH',
      path: `${ORDERS}/next`,
      patch: 'merge-patch',
      body: { spec: specOf(order, operations) },
    })
    const path = `${PROBE}?dryRun=All`
    for (let attempt = 0; attempt < 2_000; attempt++) {
      const { body } = await this.#bob.send({ method: 'PATCH', path, patch: 'merge-patch', body: {} })
      if (at(body, 'data', 'order') === String(order)) return
      await sleep(5)
    }
    throw new Error('The policy of the campaign does not act.')
  }

  async remove(): Promise<void> {
    const paths = [
      `${ADMISSION}/mutatingadmissionpolicybindings/${NAME}`,
      `${ADMISSION}/mutatingadmissionpolicies/${NAME}`,
      `${DEFINITIONS}/orders.${GROUP}`,
      PROBE,
    ]
    for (const path of paths) await this.#admin.send({ method: 'DELETE', path })
  }
}

function specOf(order: number, operations: readonly Json[]): JsonObject {
  return { order, operations }
}

/** The object with the label that bob sets, which is his reason to write. */
export function touched(object: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {}
  return { ...object, metadata: { ...metadata, labels: { ...labels, touched: 'yes' } } }
}
