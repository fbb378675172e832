import { parsePath } from '../model/field-path-parse.ts'
import type { Finding, Resolution } from '../model/finding.ts'
import type { JsonObject } from '../model/json.ts'
import { sameMark, valueMark, type MarkKey } from '../model/value-mark.ts'
import { valueAt } from '../model/value-at.ts'
import type { Look } from './look.ts'
import { refOf } from './step.ts'

/** How a difference ended that is gone although both sides were read: who moved, the cluster or Git. */
export function resolutionOf(finding: Finding, look: Look): Resolution {
  const { drift, standing } = finding
  if (look.schemaChanged) return 'schema-change'
  if (drift.path === '' && drift.kind === 'added') return look.isMissing ? 'object-gone' : gitTook(standing)
  if (drift.path === '') return 'reverted'
  // Git no longer holds the object that the field belongs to.
  if (look.observation.differences.some((one) => one.drift.path === '')) return 'git-changed'
  // Git had moved before; that the cluster followed, or that Git went back, is Git's change coming to its end.
  if (standing === 'pending') return 'git-changed'
  const now = look.desired === undefined ? undefined : desiredMarkAt(look.desired, finding)
  const putBack = now === undefined ? undefined : sameMark(now, finding.desiredMark)
  if (putBack === true) return 'reverted'
  if (drift.kind === 'contested' || drift.kind === 'ineffective') return look.gitMoved ? 'git-changed' : 'reverted'
  const took = now === undefined || drift.kind === 'reordered' ? undefined : sameMark(now, finding.valueMark)
  if (took === true) return gitTook(standing)
  if (putBack === false && took === false) return 'git-changed'
  return byWhatMoved(look)
}

function gitTook(standing: Finding['standing']): Resolution {
  return standing === 'pending' ? 'git-changed' : 'backported'
}

/** Where values cannot be compared, what moved since the last look is all that is known. */
function byWhatMoved({ gitMoved, liveMoved }: Look): Resolution {
  if (!gitMoved) return 'reverted'
  return liveMoved ? 'git-changed' : 'backported'
}

/**
 * Mark of what Git says now at the path of a finding; null where it is silent there. Undefined where the path cannot be
 * followed, since a key in it is masked.
 */
export function desiredMarkAt(desired: JsonObject, { drift }: Pick<Finding, 'drift'>): string | null | undefined {
  const path = parsePath(drift.path)
  if (path === undefined || drift.path.includes('"(masked)"')) return undefined
  const value = valueAt(desired, path)
  if (value === undefined) return null
  if (drift.sensitive) return typeof value === 'string' ? value : undefined
  return valueMark(value, { ref: refOf({ drift }), path: drift.path, sensitive: false }, NO_KEY)
}

/** Marks of values that are not sensitive need no key. */
const NO_KEY: MarkKey = { id: '', secret: new Uint8Array() }
