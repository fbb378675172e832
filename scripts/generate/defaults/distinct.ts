import { canonicalJson } from '../../../src/model/json.ts'
import type { Observation } from './observe.ts'

/** Each observation once: most probes show the same of most of their objects. */
export function distinct(observations: readonly Observation[]): Observation[] {
  const byText = new Map<string, Observation>()
  for (const one of observations) byText.set(textOf(one), one)
  return [...byText.values()]
}

function textOf({ component, kind, position, holders, desired, silent }: Observation): string {
  const silences = silent.map(({ field, key, value }) => [field, key, value ?? null, value === undefined])
  return canonicalJson([component, kind, position, holders, desired.map((one) => one ?? null), silences])
}
