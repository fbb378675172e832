import { editedCopy } from './edited-copy.ts'
import { type InjectingPolicy, touched } from './injecting-policy.ts'
import { jsonPatch } from './patches.ts'
import type { RawApi } from '../../cluster/raw-api.ts'
import type { Writer } from './writer.ts'

const MANAGER = 'kubectl-label'

/** The label that bob sets himself. */
const TOUCHED = '.metadata.labels.touched'

/** Who writes and whose policy changes it; undefined while there is none. */
export interface PolicyHands {
  readonly bob: RawApi
  readonly policy: InjectingPolicy
}

/**
 * An admission policy makes the change, in an update in which somebody only sets a label. The server books the label to him
 * and the change to nobody.
 *
 * @param hands undefined for planning alone
 */
export function policyWriter(hands?: PolicyHands): Writer {
  return {
    name: 'admission policy',
    manager: MANAGER,
    actorClasses: ['person'],
    byAdmission: ({ written }) => written !== TOUCHED,
    // Admission does not look at its own configuration.
    appliesTo: ({ kind }) => kind.group !== 'admissionregistration.k8s.io',
    async send(_apis, target, change, editing) {
      const before = touched(target.pristine)
      const wanted = editedCopy(target.schema, before, change.path, editing)
      if (hands === undefined || wanted === undefined) return undefined
      await hands.policy.order(jsonPatch(before, wanted))
      const body = { metadata: { labels: { touched: 'yes' } } }
      const request = { method: 'PATCH', path: target.path, patch: 'merge-patch', body, manager: MANAGER } as const
      return { wanted, answer: await hands.bob.send(request) }
    },
  }
}
