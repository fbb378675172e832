import { visible } from '../../../model/visible-text.ts'
import type { ReplayedLedger } from '../ports.ts'
import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { indent } from './table.ts'

/** What the example was, and what to try next: on its memory, and with a cluster of one's own. */
export function demoClosing({ folder }: Pick<ReplayedLedger, 'folder'>, colours: Colours): string {
  const data = `--data ${visible(folder)}`
  const rows = [
    [`driftage list -o wide ${data}`, 'each finding with its evidence'],
    [`driftage activity ${data}`, 'everything that happened, in order'],
    ['driftage demo', 'goes on where this one stopped'],
    ['driftage scan deploy/', 'your manifests against the current kubectl context; it reads only'],
    ['driftage serve deploy/', 'watch and remember, for as long as it runs'],
  ].map(([command = '', does = '']) => [colours.strong(command), does])
  return `\nThis was an example: three teams on a real API server, recorded and told over four weeks. Next:\n${indent(columns(rows))}\n`
}
