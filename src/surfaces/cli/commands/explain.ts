import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { ExplainArguments } from '../arguments/explain.ts'
import { explainData } from '../views/explain-data.ts'
import { explainView } from '../views/explain-table.ts'
import { renderAnswer } from '../views/render-answer.ts'
import type { CommandDesk } from './command-desk.ts'
import { historyOf } from './explain-history.ts'

/**
 * Says why for every field of one object, and since when and by whom, where that is remembered. It is a question, not a check:
 * drift is no failure, not knowing is; that nothing is remembered says nothing about now.
 */
export async function explain(asked: ExplainArguments, desk: CommandDesk): Promise<number> {
  const found = await desk.ports.explain(asked, desk.talk)
  const history = await historyOf(found.object, asked, desk)
  const table = () => explainView(found, history, desk.colours)
  await desk.answer(await renderAnswer(explainData(found, history), asked.output, table))
  const unknown = found.notChecked.length > 0 || found.fields.some((field) => field.verdict === 'unknown')
  return unknown || found.verdict === 'unknown' ? EXIT_NOT_CHECKED : EXIT_OK
}
