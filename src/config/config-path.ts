/** A place in a configuration file as messages name it: `sources[0].git.url`; `the file` for the whole. */
export function printConfigPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file'
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('')
}
