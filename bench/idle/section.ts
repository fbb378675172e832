export interface IdleFigures {
  /** Paths with their questions. */
  readonly requests: readonly string[]
  readonly minutes: number
  readonly objects: number
}

/** The section that the benchmark writes; every figure comes from the run itself. */
export function idleSection({ requests, minutes, objects }: IdleFigures): string {
  const watches = requests.filter((path) => path.includes('watch=true'))
  const others = requests.filter((path) => !path.includes('watch=true'))
  return `## idle

What \`driftage serve\` asked of a real API server in ${minutes} minutes in which nothing changed, ${objects.toLocaleString('en-US')} objects watched.

| requests | how many | of what |
|---|---|---|
| watches that began again when their time was over | ${watches.length} | ${listed(watches)} |
| others (budget: 0) | ${others.length} | ${listed(others)} |
`
}

/** Paths without their questions, with how often each was asked for. */
function listed(paths: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const path of paths) {
    const [place = ''] = path.split('?')
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return [...counts].map(([place, count]) => `${count} x \`${place}\``).join(', ')
}
