/** The end of a help text: command lines that work as they stand, each with what it does. */
export function examples(lines: readonly (readonly [does: string, commandLine: string])[]): string {
  return ['', 'Examples:', ...lines.flatMap(([does, commandLine]) => [`  # ${does}`, `  ${commandLine}`])].join('\n')
}
