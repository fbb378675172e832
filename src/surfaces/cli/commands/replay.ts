import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { ReplayArguments } from '../arguments/replay.ts'
import type { ListFormat } from '../arguments/ledger/list.ts'
import type { ReplayedLedger } from '../ports.ts'
import { listView } from '../views/ledger/list-view.ts'
import { replayView } from '../views/ledger/replay-view.ts'
import type { CommandDesk } from './command-desk.ts'

/** What is shown at most; an archive of a whole fleet has more, and `driftage list --data` pages through it. */
const MOST = 200

/** A damaged archive shows a part of the truth, which is not everything. */
export async function replay({ archive, replay: how, talk }: ReplayArguments, desk: CommandDesk): Promise<number> {
  const replayed = await desk.ports.replay({ archive, replay: how, talk }, desk.talk)
  try {
    await showReplayed(replayed, how.output, desk)
    return replayed.damagedAt === undefined ? EXIT_OK : EXIT_NOT_CHECKED
  } finally {
    await replayed.close()
  }
}

export async function showReplayed(replayed: ReplayedLedger, output: ListFormat, desk: CommandDesk): Promise<void> {
  const { reads } = replayed
  const now = replayed.now()
  const [clusters, sources, counts, fixes, rules, page] = await Promise.all([
    reads.clusters(),
    reads.sources(),
    reads.counts(),
    reads.overwritten({ limit: MOST }),
    reads.ruleHits(),
    reads.findings({
      now,
      limit: MOST,
      states: ['settling', 'open'],
      standings: ['drift', 'pending', 'drift-and-pending'],
    }),
  ])
  const listed = { findings: page.items, more: page.next !== undefined, clusters, now }
  const isForPeople = output === 'table' || output === 'wide'
  if (!isForPeople) return desk.answer(await listView(listed, output, desk.colours))
  const known = { ...listed, sources, counts, fixes: fixes.items, rules, replayed }
  return desk.answer(await replayView(known, output, desk.colours))
}
