import type { DriftKind } from '../../../model/difference.ts'
import type { Json } from '../../../model/json.ts'
import { focused } from './focused.ts'
import { valueText } from './value-text.ts'

/** The two sides of a difference: of a finding, a pending change or an explained field. */
export interface Change {
  readonly path: string
  readonly kind: DriftKind
  readonly desired?: Json
  readonly live?: Json
  readonly sensitive: boolean
}

export interface Sides {
  readonly git: string
  readonly cluster: string
}

/** What Git says and what the cluster runs, each on one line and, where long, cut down to where they differ. */
export function sidesOf(change: Change, limit = Number.POSITIVE_INFINITY): Sides {
  return focused(wholeSides(change), limit)
}

function wholeSides(change: Change): Sides {
  const { kind, desired, live, sensitive } = change
  switch (kind) {
    case 'missing':
      return { git: 'the object', cluster: '(missing)' }
    case 'added':
      return { git: '(nothing)', cluster: change.path === '' ? 'the object' : valueText(live, sensitive) }
    case 'removed':
      return { git: valueText(desired, sensitive), cluster: '(nothing)' }
    case 'ineffective':
      return { git: valueText(desired, sensitive), cluster: '(dropped by the server)' }
    case 'contested':
      return { git: '(sources disagree)', cluster: valueText(live, sensitive) }
    case 'modified':
      // That there is another value is what was found, and all that may be said.
      if (sensitive) return { git: valueText(desired, true), cluster: '(masked, another value)' }
      return { git: valueText(desired, false), cluster: valueText(live, false) }
    case 'reordered':
      return { git: valueText(desired, sensitive), cluster: valueText(live, sensitive) }
  }
}

/** `Git says 3, cluster runs 5`. */
export function changeSentence(change: Change, limit?: number): string {
  const { git, cluster } = sidesOf(change, limit)
  switch (change.kind) {
    case 'missing':
      return 'Git says it exists, the cluster does not have it'
    case 'added':
      return `Git says nothing, cluster runs ${cluster}`
    case 'removed':
      return `Git says ${git}, cluster has nothing`
    case 'ineffective':
      return `Git says ${git}, the server dropped it`
    case 'contested':
      return `two sources say different things, cluster runs ${cluster}`
    case 'reordered':
      return `Git says ${git}, cluster runs the same in another order: ${cluster}`
    case 'modified':
      return `Git says ${git}, cluster runs ${cluster}`
  }
}
