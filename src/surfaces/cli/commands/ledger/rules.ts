import { EXIT_DRIFT, EXIT_NOT_CHECKED, EXIT_OK } from '../../../../errors/exit-code.ts'
import type { RulesReplay } from '../../../../model/rules-replay.ts'
import type { OpenedLedger } from '../../../shown-ledger.ts'
import type { RulesArguments } from '../../arguments/ledger/rules.ts'
import { rulesAnswer } from '../../views/ledger/rules-view.ts'
import { rulesReplayAnswer } from '../../views/ledger/rules-replay-view.ts'
import type { CommandDesk } from '../command-desk.ts'

/** What rules explain now; or what others would change, which is answered as a comparison is. */
export async function answerRules(asked: RulesArguments, ledger: OpenedLedger, desk: CommandDesk): Promise<number> {
  if (asked.test === undefined) {
    await desk.answer(await rulesAnswer(await ledger.reads.ruleHits(), asked.output, desk.colours))
    return EXIT_OK
  }
  const [replay, clusters] = [await desk.ports.testRules(asked.test, ledger, desk.talk), await ledger.reads.clusters()]
  await desk.answer(await rulesReplayAnswer({ replay, clusters, asked: asked.test }, asked.output, desk.colours))
  return exitCodeOf(replay)
}

/** What cannot be told is stronger than what would change: there may be more of it. */
function exitCodeOf({ items }: RulesReplay): number {
  if (items.some(({ untold }) => untold.length > 0)) return EXIT_NOT_CHECKED
  return items.length > 0 ? EXIT_DRIFT : EXIT_OK
}
