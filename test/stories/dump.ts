import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TemporaryFolder } from '../faults/temporary-folder.ts'
import { driftage, type ProgramRun, reportOf } from './program.ts'
import { type Files, makeSource } from './source-folder.ts'
import { NAMESPACE, WITNESS_LIVE } from './witness.ts'

/** A source beside a dump of what runs, for stories that need no cluster. */
export interface Dumped {
  readonly folder: TemporaryFolder
  /** Path of the source. */
  readonly source: string
  /** Path of the dump. */
  readonly live: string
  /** Takes the place of the dump, for what no literal can say. */
  replaceLive(text: string): Promise<void>
}

/** @param live manifests of the dump; the witness is always among them */
export async function makeDump(files: Files, ...live: readonly object[]): Promise<Dumped> {
  const dump = { apiVersion: 'v1', kind: 'List', items: [WITNESS_LIVE, ...live] }
  const inGit = Object.fromEntries(Object.entries(files).map(([path, content]) => [`git/${path}`, content]))
  const folder = await makeSource({ ...inGit, 'live.json': JSON.stringify(dump) })
  const file = join(folder.path, 'live.json')
  return { folder, source: join(folder.path, 'git'), live: file, replaceLive: (text) => writeFile(file, text) }
}

/** `driftage diff`, with the report where one was printed. */
export async function diffDump(dump: Dumped, ...flags: readonly string[]) {
  const run: ProgramRun = await driftage('diff', dump.source, dump.live, '-n', NAMESPACE, '-o', 'json', ...flags)
  return { ...run, report: reportOf(run) }
}
