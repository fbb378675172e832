import { mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { commandPorts } from '../../src/compose/command-ports.ts'
import type { ExplainReport } from '../../src/model/explain-report.ts'
import type { ScanReport } from '../../src/model/scan-report.ts'
import { run } from '../../src/surfaces/cli/run.ts'
import type { Terminal } from '../../src/surfaces/cli/terminal.ts'

/** How a run of the program ended, and everything that it said. */
export interface ProgramRun {
  readonly code: number
  readonly out: string
  readonly err: string
}

// The servers and tools of the tests stay where they have been built.
process.env['DRIFTAGE_CACHE'] ||= join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'driftage')
freshCache()

/** Lets programs of this process begin with an empty cache and no memory, apart from those of the person who runs the tests. */
export function freshCache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'driftage-cache-'))
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  process.env['XDG_CACHE_HOME'] = folder
  process.env['XDG_DATA_HOME'] = join(folder, 'data')
  return folder
}

/** Runs a command line through the whole program inside this process; only the terminal is another. */
export async function driftage(...args: readonly string[]): Promise<ProgramRun> {
  const written = { out: '', err: '' }
  const terminal: Terminal = {
    argv: ['node', 'driftage', ...args],
    environment: {},
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    out: (text) => {
      written.out += text
      return Promise.resolve()
    },
    err: (text) => {
      written.err += text
    },
    interrupted: new AbortController().signal,
  }
  const code = await run({ terminal, version: '0.0.0', ports: () => Promise.resolve(commandPorts('0.0.0')) })
  return { code, ...written }
}

/** The report behind `-o json`; what was said on stderr stands in the error where there is none. */
export function reportOf({ code, out, err }: ProgramRun): ScanReport {
  if (out === '') throw new Error(`There is no report; exit code ${code}, and on stderr:\n${err}`)
  return JSON.parse(out) as ScanReport
}

/** As {@link reportOf}, of `explain -o json`. */
export function explanationOf({ code, out, err }: ProgramRun): ExplainReport {
  if (out === '') throw new Error(`There is no explanation; exit code ${code}, and on stderr:\n${err}`)
  return JSON.parse(out) as ExplainReport
}

/** `Kind/name path kind` of each finding. */
export function findingLines({ findings }: ScanReport): readonly string[] {
  return findings.map(({ object, path, kind }) => `${object.kind}/${object.name} ${path} ${kind}`)
}

/** What each gap is about, and its reason. */
export function gapLines({ notChecked }: ScanReport): readonly string[] {
  return notChecked.map(({ object, kind, source, reason }) => {
    const about = object === undefined ? (kind ?? `source ${source ?? ''}`) : `${object.kind}/${object.name}`
    return `${about}: ${reason}`
  })
}
