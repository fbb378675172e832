/** Whether to paint what goes to stdout: only on a terminal, unless `NO_COLOR` or `FORCE_COLOR` say otherwise. */
export function wantsColours(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  // no-color.org: set and not empty, whatever its value.
  if (isSet(environment['NO_COLOR'])) return false
  const forced = environment['FORCE_COLOR']
  if (isSet(forced)) return forced !== '0' && forced !== 'false'
  return isTerminal && environment['TERM'] !== 'dumb'
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
