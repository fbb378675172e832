import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { ExplainArguments } from '../arguments/explain.ts'
import { explainView } from '../views/explain-table.ts'
import { renderAnswer } from '../views/render-answer.ts'
import { explanationWithoutSecrets } from '../views/secrecy.ts'
import type { CommandDesk } from './command-desk.ts'

/** Says why for every field of one object. It is a question, not a check: drift is no failure, not knowing is. */
export async function explain(asked: ExplainArguments, desk: CommandDesk): Promise<number> {
  const found = await desk.ports.explain(asked, desk.talk)
  const table = () => explainView(found, desk.colours)
  await desk.answer(await renderAnswer(explanationWithoutSecrets(found), asked.output, table))
  const unknown = found.notChecked.length > 0 || found.fields.some((field) => field.verdict === 'unknown')
  return unknown || found.verdict === 'unknown' ? EXIT_NOT_CHECKED : EXIT_OK
}
