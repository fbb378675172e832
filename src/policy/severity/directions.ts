import { at, isList, isObject, type Json, sameJson, stringAt } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { everyoneSubject, grantsAdmin, isDangerousRule } from './rbac-danger.ts'

export type Direction = 'loosening' | 'tightening' | 'unknown'

/** One change as a direction sees it: both values at the place that the rule names, and the objects around. */
export interface DirectedChange {
  readonly desired: Json | undefined
  readonly live: Json | undefined
  readonly ref: ObjectRef
  readonly liveObject: Json | undefined
}

/** Undefined: the rule is not about this change. */
type DirectionTest = (change: DirectedChange) => Direction | undefined

export type DirectionName = keyof typeof DIRECTIONS

/** Named, so that rules stay data. */
export const DIRECTIONS = {
  /** What was switched on is worse: `privileged: true`. */
  'true-loosens': ({ live }) => looseIf(live === true),
  /** Protections that are on unless switched off: `automountServiceAccountToken: false`. */
  'unless-false-loosens': ({ live }) => looseIf(live !== false),
  /** Protections that are off unless switched on: `runAsNonRoot: true`. */
  'unless-true-loosens': ({ live }) => looseIf(live !== true),
  /** Having it is worse than not having it, whatever it says. */
  'presence-loosens': ({ live }) => looseIf(live !== undefined),
  /** Losing it is worse; another value may be either. */
  'absence-loosens': ({ desired, live }) =>
    live === undefined ? 'loosening' : desired === undefined ? 'tightening' : 'unknown',
  'fewer-loosens': ({ desired, live }) => compareCounts(live, desired),
  'more-loosens': ({ desired, live }) => compareCounts(desired, live),
  'root-user': ({ desired, live }) => (isZero(live) ? 'loosening' : isZero(desired) ? 'tightening' : 'unknown'),
  'unconfined-loosens': unconfined,
  'capability-beyond-baseline': beyondBaseline,
  'more-items-loosen': ({ desired, live }) => compareItems(desired, live),
  'fewer-items-loosen': ({ desired, live }) => compareItems(live, desired),
  'unmasked-proc': ({ live }) => looseIf(live === 'Unmasked'),
  'pull-never': ({ live }) => looseIf(live === 'Never'),
  'fail-open': ({ desired, live }) =>
    live === 'Ignore' ? 'loosening' : desired === 'Ignore' ? 'tightening' : 'unknown',
  'narrower-selector': narrowerSelector,
  enforcement: ({ desired, live }) => enforcement(desired, live),
  'pod-security-level': ({ desired, live }) => podSecurityLevel(desired, live),
  'auto-sync-off': ({ desired, live }) => compareCounts(autoSync(live), autoSync(desired)),
  'dangerous-rule': ({ desired, live }) => either(isDangerousRule(desired), isDangerousRule(live)),
  everyone: ({ desired, live }) => either(everyoneSubject(desired), everyoneSubject(live)),
  'grants-admin': ({ live, liveObject }) => (grantsAdmin(liveObject ?? {}) ? looseIf(live !== undefined) : undefined),
  'admin-role': ({ desired, live }) => either(isAdminName(desired), isAdminName(live)),
  'exposed-type': ({ desired, live }) => either(isExposed(desired), isExposed(live)),
  'open-range': openRange,
  /** Each item lets traffic through; without the list, all may be let through or none, depending on the rest. */
  'allowed-traffic': ({ desired, live }) => (live === undefined ? 'unknown' : compareItems(desired, live)),
} as const satisfies Readonly<Record<string, DirectionTest>>

function looseIf(loose: boolean): Direction {
  return loose ? 'loosening' : 'tightening'
}

/** For things that a side either has or has not: arriving is loosening, leaving tightening, and without any the rule is silent. */
function either(before: boolean, after: boolean): Direction | undefined {
  if (after) return 'loosening'
  return before ? 'tightening' : undefined
}

function isZero(value: Json | undefined): boolean {
  return value === 0
}

/** Loosening where `smaller` is the smaller of two counts; percentages and missing values cannot be compared. */
function compareCounts(smaller: Json | undefined, larger: Json | undefined): Direction {
  if (typeof smaller !== 'number' || typeof larger !== 'number') return 'unknown'
  if (smaller === larger) return 'unknown'
  return smaller < larger ? 'loosening' : 'tightening'
}

/** How far an Application looks after itself: not at all, without healing, with it. */
function autoSync(automated: Json | undefined): number {
  if (automated === undefined || automated === null || at(automated, 'enabled') === false) return 0
  return at(automated, 'selfHeal') === true ? 2 : 1
}

/** Loosening where the second list has items that the first lacks, whatever else went. */
function compareItems(before: Json | undefined, after: Json | undefined): Direction {
  const [old, now] = [itemsOf(before), itemsOf(after)]
  if (now.some((item) => !old.some((other) => sameJson(item, other)))) return 'loosening'
  return 'tightening'
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return value === undefined || value === null ? [] : isList(value) ? value : [value]
}

const BASELINE_CAPABILITIES = new Set<Json>(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
)

function beyondBaseline({ desired, live }: DirectedChange): Direction | undefined {
  const beyond = (value: Json | undefined): readonly Json[] =>
    itemsOf(value).filter((name) => !BASELINE_CAPABILITIES.has(name))
  const [old, now] = [beyond(desired), beyond(live)]
  if (now.some((name) => !old.includes(name))) return 'loosening'
  return old.some((name) => !now.includes(name)) ? 'tightening' : undefined
}

/** Profiles: losing one, or one that confines nothing, is worse. */
function unconfined({ desired, live }: DirectedChange): Direction {
  const isLoose = (value: Json | undefined): boolean => value === undefined || profileOf(value) === 'unconfined'
  return isLoose(live) ? 'loosening' : isLoose(desired) ? 'tightening' : 'unknown'
}

function profileOf(value: Json): string | undefined {
  return (typeof value === 'string' ? value : stringAt(value, 'type'))?.toLowerCase()
}

/** Each term and label of a selector narrows it; more of them means that less is guarded. */
function narrowerSelector({ desired, live }: DirectedChange): Direction {
  const terms = (value: Json | undefined): readonly Json[] => {
    const expressions = itemsOf(at(value, 'matchExpressions'))
    const labels = at(value, 'matchLabels')
    return [
      ...expressions,
      ...(isObject(labels) ? Object.keys(labels).map((name) => ({ [name]: labels[name] as Json })) : []),
    ]
  }
  const lost = compareItems(terms(live), terms(desired)) === 'loosening'
  const gained = compareItems(terms(desired), terms(live)) === 'loosening'
  return gained === lost ? 'unknown' : gained ? 'loosening' : 'tightening'
}

const ENFORCING = new Set(['enforce', 'deny', 'denied'])

/** Policy engines spell it Enforce, deny or Deny; anything else only watches. */
function enforcement(desired: Json | undefined, live: Json | undefined): Direction {
  const enforces = (value: Json | undefined): boolean =>
    itemsOf(value).some((item) => typeof item === 'string' && ENFORCING.has(item.toLowerCase()))
  const [before, after] = [enforces(desired), enforces(live)]
  return before === after ? 'unknown' : before ? 'loosening' : 'tightening'
}

const POD_SECURITY = ['restricted', 'baseline', 'privileged']

/** A Namespace without the label is guarded by nothing, so absence counts as privileged. */
function podSecurityLevel(desired: Json | undefined, live: Json | undefined): Direction {
  const rank = (value: Json | undefined): number =>
    value === undefined ? 2 : POD_SECURITY.findIndex((level) => level === value)
  const [before, after] = [rank(desired), rank(live)]
  if (before < 0 || after < 0 || before === after) return 'unknown'
  return after > before ? 'loosening' : 'tightening'
}

function isAdminName(value: Json | undefined): boolean {
  return value === 'cluster-admin' || stringAt(value, 'name') === 'cluster-admin'
}

function isExposed(value: Json | undefined): boolean {
  return value === 'NodePort' || value === 'LoadBalancer'
}

/** Ranges limit who may come in: without any, or with all addresses, everybody may. */
function openRange({ desired, live }: DirectedChange): Direction {
  const isOpen = (value: Json | undefined): boolean => {
    const ranges = itemsOf(value)
    return ranges.length === 0 || ranges.some((range) => range === '0.0.0.0/0' || range === '::/0')
  }
  if (isOpen(live)) return 'loosening'
  return isOpen(desired) ? 'tightening' : compareItems(desired, live)
}
