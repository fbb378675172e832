import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { REPORT_FORMATS } from '../../../src/surfaces/cli/arguments/output-flags.ts'
import { driftage, type ProgramRun } from '../program.ts'
import type { Canaries } from './canaries.ts'

const ANSWER_FORMATS = ['table', 'json', 'yaml'] as const
const EVERYTHING = ['--include', 'expected,pending,defaults', '--debug'] as const

/** Command lines that together show everything that can be shown. */
export function everyView(
  source: string,
  live: string,
  cluster: readonly string[],
  objects: readonly string[],
): readonly (readonly string[])[] {
  const reports = REPORT_FORMATS.flatMap((format) => [
    ['scan', source, ...cluster, ...EVERYTHING, '-o', format],
    ['diff', source, live, '-n', 'shop', ...EVERYTHING, '-o', format],
  ])
  const answers = ANSWER_FORMATS.flatMap((format) => [
    ['doctor', source, ...cluster, '--debug', '-o', format],
    ...objects.map((object) => ['explain', object, '--source', source, ...cluster, '--debug', '-o', format]),
  ])
  const rest = [
    ['scan', source, ...cluster],
    ['scan', source, ...cluster, '--read-only', '-o', 'json'],
    ['rbac', source, ...cluster, '--debug'],
    ['rbac', source, ...cluster, '--oracle'],
  ]
  return [...reports, ...answers, ...rest]
}

/** One command line of each sort, for states in which only the input is another. */
export function someViews(...input: Parameters<typeof everyView>): readonly (readonly string[])[] {
  return everyView(...input).filter((args) => args.includes('json') || !args.includes('-o'))
}

export interface SweptRun extends ProgramRun {
  readonly args: readonly string[]
}

/** Runs all of them; each hit says which command showed which canary in which form. */
export async function sweep(
  commands: readonly (readonly string[])[],
  canaries: Canaries,
): Promise<{ readonly runs: readonly SweptRun[]; readonly hits: readonly string[] }> {
  const runs: SweptRun[] = []
  for (const args of commands) runs.push({ args, ...(await driftage(...args)) })
  const hits = runs.flatMap(({ args, out, err }) =>
    canaries.in(`${out}\n${err}`).map((hit) => `driftage ${args.join(' ')}: ${hit}`),
  )
  return { runs, hits }
}

/** The same for every file below a folder, and for its name. */
export async function sweepFolder(folder: string, canaries: Canaries): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hits = await Promise.all(
    files.map(async (file) =>
      canaries.in(`${file}\n${await readFile(file, 'latin1')}`).map((hit) => `${file}: ${hit}`),
    ),
  )
  return hits.flat()
}
