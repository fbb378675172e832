import type { ResponseStep } from '../model/decision.ts'
import type { DecidePolicy } from '../policy/decide/decide-context.ts'
import type { Config } from './config.ts'

/** What configuration says about deciding, for an object that these sources hold. A step needs the yes of all of them. */
export function decidePolicy(config: Config, sources: readonly string[]): DecidePolicy {
  const { response, calendars, incidents } = config
  return {
    enabled: enabledSteps(config, sources),
    dailyCaps: response.dailyCaps,
    calendar: calendars.find(({ name }) => name === response.calendar),
    timeZone: response.timeZone,
    breaker: response.breaker,
    stalledAfterMs: response.stalledAfterMs,
    baselineSpeaks: response.baselineSpeaks,
    incidents,
  }
}

function enabledSteps({ response, sources: configured }: Config, sources: readonly string[]): readonly ResponseStep[] {
  const own = configured.filter(({ name }) => sources.includes(name)).map(({ steps }) => steps ?? response.steps)
  const [first, ...others] = own
  // An object that no configured source holds has nobody who could have said yes.
  if (first === undefined || own.length < new Set(sources).size) return []
  return first.filter((step) => others.every((steps) => steps.includes(step)))
}
