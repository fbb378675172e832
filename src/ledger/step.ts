import type { ActivityEntry } from '../model/activity.ts'
import type { Finding } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import { printRef, type ObjectRef } from '../model/object-ref.ts'
import type { Cause, Fight, OverwrittenFix } from '../model/overwritten-fix.ts'
import type { Look } from './look.ts'
import type { ObjectRecord } from './ports.ts'

/** What one rule of the ledger adds to a change. */
export interface Step {
  readonly findings: readonly Finding[]
  readonly causes?: readonly Cause[]
  readonly fixes?: readonly OverwrittenFix[]
  readonly undone?: ObjectRecord['undone']
  readonly fights?: readonly Fight[]
  readonly activity: readonly ActivityEntry[]
}

export const NOTHING: Step = { findings: [], activity: [] }

export type WholeStep = Required<Step>

/** All steps as one, in their order. */
export function allOf(steps: readonly Step[]): WholeStep {
  return {
    findings: steps.flatMap((step) => step.findings),
    causes: steps.flatMap((step) => step.causes ?? []),
    fixes: steps.flatMap((step) => step.fixes ?? []),
    undone: steps.flatMap((step) => step.undone ?? []),
    fights: steps.flatMap((step) => step.fights ?? []),
    activity: steps.flatMap((step) => step.activity),
  }
}

export function isNothing(step: WholeStep): boolean {
  return Object.values(step).every((part) => part.length === 0)
}

/** An entry about a finding, made by what was observed. The detail never holds a value, only marks of values. */
export function entryAbout(
  finding: Finding,
  kind: string,
  detail: { readonly [key: string]: Json },
  { now, settings }: Pick<Look, 'now' | 'settings'>,
): ActivityEntry {
  return {
    at: now,
    ...settings.by,
    kind,
    subject: { type: 'finding', id: finding.id },
    detail: { object: printRef(refOf(finding)), path: finding.drift.path, ...detail },
  }
}

export function refOf({ drift }: Pick<Finding, 'drift'>): ObjectRef {
  const { cluster, group, kind, namespace, name } = drift.object
  return { cluster, group, kind, namespace, name }
}
