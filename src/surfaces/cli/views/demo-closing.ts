import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { indent } from './table.ts'

/** What the example was, and what to try with a cluster of one's own. */
export function demoClosing(colours: Colours): string {
  const rows = [
    ['driftage demo -o wide', 'each of them with its evidence, and what Argo CD and Flux show of it'],
    ['driftage demo --include expected', 'what was explained, and by which rule'],
    ['driftage doctor deploy/', 'would a scan of your cluster see everything from here?'],
    ['driftage scan deploy/', 'your manifests against the current kubectl context; it reads only'],
  ].map(([command = '', does = '']) => [colours.strong(command), does])
  return `\nThis was an example: manifests of a small shop, and a dump of a real cluster after a busy night. Next:\n${indent(columns(rows))}\n`
}
