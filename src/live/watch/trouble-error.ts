import type { ErrorCode } from '../../errors/catalogue.ts'
import { codedError } from '../../errors/driftage-error.ts'
import type { CodedError } from '../../model/coded-error.ts'
import type { WatchScope, WatchTrouble } from './live-event.ts'

const OWN_TROUBLES: Partial<Record<WatchTrouble, readonly [code: ErrorCode, happened: string, advice: string]>> = {
  damaged: ['DRF3101', 'a line of it was damaged', 'The kind is listed anew'],
  silent: ['DRF3102', 'nothing came through it for too long', 'It is opened again where it ended'],
  closed: ['DRF3103', 'the server ends it as soon as it is open', 'It is opened again after a pause'],
}

/** Words for troubles that are no answer of the server; undefined for those that are, which bring their own. */
export function troubleError(
  cluster: string,
  { kind, namespace }: WatchScope,
  reason: WatchTrouble,
): CodedError | undefined {
  const own = OWN_TROUBLES[reason]
  if (own === undefined) return undefined
  const [code, happened, advice] = own
  const what = `${kind.kind}${namespace === '' ? '' : ` in ${namespace}`}`
  const state = 'Until then its objects are stale, not in sync.'
  return codedError(code, `The watch of ${what} on cluster ${cluster} broke: ${happened}. ${advice}. ${state}`)
}
