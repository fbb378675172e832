import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../../errors/exit-code.ts'
import { DriftageError } from '../../../../errors/driftage-error.ts'
import { printInstant } from '../../../../model/instant.ts'
import type { OpenedLedger, ShownFinding } from '../../../shown-ledger.ts'
import type { ListArguments } from '../../arguments/ledger/list.ts'
import { findingRow } from '../../views/ledger/finding-row.ts'
import { isFresh } from '../../views/ledger/freshness-text.ts'
import { findingLine, listView } from '../../views/ledger/list-view.ts'
import type { CommandDesk } from '../command-desk.ts'
import { isListed } from './is-listed.ts'

/** Most that are asked for at once. */
const PAGE = 200

/** It is a question: drift is no failure, not knowing is. */
export async function listFindings(asked: ListArguments, ledger: OpenedLedger, desk: CommandDesk): Promise<number> {
  const { reads } = ledger
  if (asked.watch && ledger.changes === undefined) {
    throw new DriftageError(
      'DRF6054',
      '--watch follows what a service records, and none runs. Start driftage serve, or leave the flag out.',
    )
  }
  // Before the list is read: what is recorded meanwhile is shown twice rather than never.
  const last = asked.watch ? ((await reads.activity({ limit: 1 })).items[0]?.sequence ?? 0) : 0
  const [clusters, { findings, more }] = await Promise.all([reads.clusters(), upTo(asked, ledger)])
  const now = ledger.now()
  await desk.answer(await listView({ findings, more, clusters, now }, asked.output, desk.colours))
  if (asked.watch) await watch(asked, ledger, desk, last)
  return isFresh(clusters, now) ? EXIT_OK : EXIT_NOT_CHECKED
}

async function upTo({ filter, limit }: ListArguments, { reads, now }: OpenedLedger) {
  const findings: ShownFinding[] = []
  let cursor: string | undefined
  do {
    const query = { ...filter, now: now(), limit: Math.min(PAGE, limit - findings.length) }
    const page = await reads.findings(cursor === undefined ? query : { ...query, cursor })
    findings.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined && findings.length < limit)
  return { findings, more: cursor !== undefined }
}

/** A line for each entry about a finding that matches, with what has become of it. */
async function watch(asked: ListArguments, ledger: OpenedLedger, desk: CommandDesk, last: number): Promise<void> {
  for await (const entry of ledger.changes?.(last, desk.talk.signal) ?? []) {
    if (entry.subject.type !== 'finding') continue
    const known = await ledger.reads.finding(entry.subject.id)
    const now = ledger.now()
    if (known === undefined || !isListed(known, asked.filter, now, entry.kind)) continue
    const row = [printInstant(entry.at), entry.kind, ...findingRow(known, now, desk.colours)]
    const line = row.filter((cell) => cell !== '').join('  ')
    await desk.answer(asked.output === 'jsonl' ? findingLine(known, now) : `${line}\n`)
  }
}
