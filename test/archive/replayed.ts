import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { replayInto } from '../../src/compose/archive/replay-command.ts'
import type { Archive } from '../../src/live/archive/entry.ts'
import type { ReplayedLedger } from '../../src/surfaces/cli/ports.ts'
import { embeddedFiles } from '../store/embedded-files.ts'

export const DEMO = resolve(import.meta.dirname, '../../examples/demo/four-weeks.jsonl.gz')

/** Replays into a folder; `until` is asked after each event and stops it. */
export async function replayed(
  archive: Archive,
  data: string,
  until: (day: number) => boolean = () => false,
): Promise<ReplayedLedger> {
  const stopping = new AbortController()
  const progress = (_stage: string, done = 0): void => {
    if (until(done)) stopping.abort()
  }
  const talk = { progress, signal: stopping.signal }
  return replayInto({ archive, choices: { data }, endsAt: undefined, talk, store: await embeddedFiles() })
}

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'driftage-archive-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** All findings, resolved ones included: state, standing, object, path, whose it is; sorted. */
export async function told({ reads, now }: Pick<ReplayedLedger, 'reads' | 'now'>): Promise<readonly string[]> {
  const { items } = await reads.findings({ now: now(), limit: 1_000 })
  return items
    .map(({ state, standing, drift, period, regressions }) => {
      // Of what a rule explains only the rule is shown; who wrote it may be forgotten over a restart.
      const who = standing === 'explained' ? '' : ` by ${drift.attribution.users.join(',') || '-'}`
      const end = state === 'resolved' ? ` ${period.resolution}` : ''
      const again = regressions === 0 ? '' : ` again ${regressions}`
      return `${state} ${standing} ${drift.object.kind}/${drift.object.name} ${drift.path || '(object)'}${who}${end}${again}`
    })
    .toSorted()
}

/** Fixes that were undone: object, path, whose, by whom, how often; sorted. */
export async function undone({ reads }: Pick<ReplayedLedger, 'reads'>): Promise<readonly string[]> {
  const { items } = await reads.overwritten({ limit: 1_000 })
  return items
    .map(({ ref, path, attribution, undoneBy, times }) => {
      return `${ref.kind}/${ref.name} ${path} by ${attribution.users.join(',')}, undone by ${undoneBy.users.join(',')} ${times}`
    })
    .toSorted()
}
