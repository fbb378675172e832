import type { IncidentScope } from '../../model/incident-window.ts'
import type { Severity } from '../../model/severity.ts'
import { compilePattern } from '../path-pattern.ts'
import { anyNamePattern } from './name-pattern.ts'
import type { RuleFacts } from './rule-facts.ts'

/** Where a difference is, as far as that makes it worse or milder. */
export type SeverityModifier =
  | 'production'
  | 'exposed'
  | 'guards-others'
  | 'unknown-despite-audit'
  | 'watched'
  | 'non-production'
  | 'settled-in-incident'

const WEIGHTS: Readonly<Record<SeverityModifier, 1 | -1>> = {
  production: 1,
  exposed: 1,
  'guards-others': 1,
  'unknown-despite-audit': 1,
  watched: 1,
  'non-production': -1,
  'settled-in-incident': -1,
}

/** Globs over names; a place that both lists name is production. */
export interface Environments {
  readonly production: Pick<IncidentScope, 'clusters' | 'namespaces'>
  readonly nonProduction: Pick<IncidentScope, 'clusters' | 'namespaces'>
  /** Path patterns. */
  readonly watched: readonly string[]
}

/** What the world around a difference says; each absent one counts as no. */
export interface Circumstances {
  /** An Ingress, a route or a Service of type LoadBalancer leads to the workload. */
  readonly exposed?: boolean
  /** The cluster sends its audit events, so that an unknown writer is odd. */
  readonly audited?: boolean
  /** The change was made inside a declared incident window. */
  readonly inIncident?: boolean
}

export const DEFAULT_ENVIRONMENTS: Environments = {
  production: { clusters: named('prod', 'production'), namespaces: named('prod', 'production') },
  nonProduction: {
    clusters: named('dev', 'test', 'staging', 'sandbox'),
    namespaces: named('dev', 'test', 'staging', 'sandbox'),
  },
  watched: [],
}

/** The name itself, and the name as one part of another between dashes. */
function named(...words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [word, `${word}-*`, `*-${word}`, `*-${word}-*`])
}

/** Namespaces of what keeps the others safe. */
const GUARDIANS = anyNamePattern([
  'kube-system',
  'gatekeeper-system',
  'kyverno',
  'falco',
  'cert-manager',
  'external-secrets',
  'vault',
  'openshift-*',
])

export type ModifierTest = (facts: RuleFacts, around: Circumstances) => readonly SeverityModifier[]

/** Compiles the lists once; throws a SyntaxError where a path is no pattern. */
export function modifierTest(environments: Environments): ModifierTest {
  const production = placeTest(environments.production)
  const nonProduction = placeTest(environments.nonProduction)
  const watched = environments.watched.map(compilePattern)
  return (facts, { exposed, audited, inIncident }) => {
    const isProduction = production(facts)
    const found: readonly (SeverityModifier | false)[] = [
      isProduction && 'production',
      exposed === true && 'exposed',
      GUARDIANS(facts.ref.namespace) && 'guards-others',
      audited === true && facts.actorClass === 'unknown' && 'unknown-despite-audit',
      watched.some((pattern) => pattern.covers(facts.path)) && 'watched',
      !isProduction && nonProduction(facts) && 'non-production',
      inIncident === true && 'settled-in-incident',
    ]
    return found.filter((one) => one !== false)
  }
}

function placeTest({ clusters = [], namespaces = [] }: Environments['production']): (facts: RuleFacts) => boolean {
  const cluster = anyNamePattern(clusters)
  const namespace = anyNamePattern(namespaces)
  return ({ ref }) => cluster(ref.cluster) || namespace(ref.namespace)
}

const LADDER: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** All modifiers together move it by one level at most. What is low stays out of everybody's way, wherever it is. */
export function modified(severity: Severity, modifiers: readonly SeverityModifier[]): Severity {
  const at = LADDER.indexOf(severity)
  const sum = modifiers.reduce((total, modifier) => total + WEIGHTS[modifier], 0)
  if (at <= 0 || sum === 0) return severity
  return LADDER[Math.min(at + Math.sign(sum), LADDER.length - 1)] ?? severity
}
