import { setTimeout as sleep } from 'node:timers/promises'
import { at, isObject, type JsonObject } from '../../../src/model/json.ts'
import { comparedPart } from './compared-part.ts'
import type { PlannedEdit } from './edit-plan.ts'
import type { RawApi } from './raw-api.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'

const ADMISSION = '/apis/admissionregistration.k8s.io/v1'
const NAME = 'campaign-injector'
const ANNOTATION = 'campaign.example.dev/injected'

/** Annotates what bob updates, and only that, so that other writers are left alone. */
const POLICY: JsonObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicy',
  metadata: { name: NAME },
  spec: {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    matchConstraints: {
      resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['UPDATE'], resources: ['*'] }],
    },
    matchConditions: [{ name: 'bob', expression: "request.userInfo.username == 'bob@example.com'" }],
    mutations: [
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: {
          expression: `Object{metadata: Object.metadata{annotations: {"${ANNOTATION}": "yes"}}}`,
        },
      },
    ],
  },
}

const BINDING: JsonObject = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicyBinding',
  metadata: { name: NAME },
  spec: { policyName: NAME },
}

/** Sets the policy up and waits until it acts on `probe`. */
export async function installPolicy(admin: RawApi, bob: RawApi, probe: Target): Promise<void> {
  await admin.send({ method: 'POST', path: `${ADMISSION}/mutatingadmissionpolicies`, body: POLICY })
  await admin.send({ method: 'POST', path: `${ADMISSION}/mutatingadmissionpolicybindings`, body: BINDING })
  for (let attempt = 0; attempt < 100; attempt++) {
    const body = { metadata: { labels: { probe: 'yes' } } }
    const answer = await bob.send({ method: 'PATCH', path: `${probe.path}?dryRun=All`, patch: 'merge-patch', body })
    if (at(answer.body, 'metadata', 'annotations', ANNOTATION) !== undefined) return
    await sleep(100)
  }
  throw new Error('The policy of the campaign does not act.')
}

export async function removePolicy(admin: RawApi): Promise<void> {
  await admin.send({ method: 'DELETE', path: `${ADMISSION}/mutatingadmissionpolicybindings/${NAME}` })
  await admin.send({ method: 'DELETE', path: `${ADMISSION}/mutatingadmissionpolicies/${NAME}` })
}

/** Kinds of which the product never tries out a creation: the contents are secret, or a dry-run needs more rights. */
const NEVER_TRIED = new Set(['Secret', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'])

/** Bob sets a label; the policy's annotation comes with his request, but the server books it to nobody. */
export function policyEdit(target: Target, bob: RawApi): PlannedEdit {
  const writer: Writer = {
    name: 'admission policy',
    manager: 'kubectl-label',
    actorClasses: ['person'],
    byAdmission: ({ kind }, written) => {
      if (!written.includes(ANNOTATION)) return undefined
      return NEVER_TRIED.has(kind.kind) ? 'undecided' : 'nobody'
    },
    appliesTo: () => true,
    async send(_apis, { path, pristine }) {
      const body = { metadata: { labels: { touched: 'yes' } } }
      const answer = await bob.send({ method: 'PATCH', path, patch: 'merge-patch', body, manager: 'kubectl-label' })
      return { wanted: injected(pristine), answer }
    },
  }
  return { target, writer, written: '', change: { what: 'add', path: [], tries: [(value) => value] } }
}

function injected(object: JsonObject): JsonObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  const { metadata: kept } = comparedPart(object)
  const labels = at(kept, 'labels')
  const annotations = at(kept, 'annotations')
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...(isObject(labels) ? labels : {}), touched: 'yes' },
      annotations: { ...(isObject(annotations) ? annotations : {}), [ANNOTATION]: 'yes' },
    },
  }
}
