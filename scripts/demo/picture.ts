import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { colours } from '../../src/surfaces/cli/views/colours.ts'
import { renderReport } from '../../src/surfaces/cli/views/render-report.ts'
import { dumpReport } from './dump-report.ts'
import { paintedLines } from './painted-lines.ts'
import { terminalSvg } from './terminal-svg.ts'

/** How long after the last write the picture was taken, so that it is the same on every day. */
const LATER_MS = (9 * 60 + 12) * 60_000

/** The table of `driftage diff` on the example as it looks in a terminal. */
export async function demoPicture(folder: string): Promise<string> {
  const now = new Date(lastWrite(await readFile(join(folder, 'live.json'), 'utf8')) + LATER_MS)
  const report = await dumpReport(folder, now)
  const context = { include: [], rules: [], colours: colours(true), version: '' }
  const table = await renderReport(report, 'table', context)
  return terminalSvg(
    paintedLines(`$ driftage diff examples/demo/git examples/demo/live.json\n\n${table}`),
    'What driftage diff prints',
  )
}

function lastWrite(dump: string): number {
  const times = [...dump.matchAll(/"time": "([^"]+)"/g)].map(([, time]) => Date.parse(time ?? ''))
  return Math.max(...times)
}
