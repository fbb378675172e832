import { EXIT_OK, EXIT_USAGE } from '../../../errors/exit-code.ts'
import type { ConfigArguments } from '../arguments/config.ts'
import type { ConfigAnswer } from '../config-answer.ts'
import { configView } from '../views/config-view.ts'
import { renderAnswer } from '../views/render-answer.ts'
import type { CommandDesk } from './command-desk.ts'

/** Checks or explains a configuration; one that is wrong is told whole, and ends in 3. */
export async function config(asked: ConfigArguments, desk: CommandDesk): Promise<number> {
  const answer = await desk.ports.config(asked)
  await desk.answer(await renderAnswer(dataOf(answer), asked.output, () => configView(answer, desk.colours)))
  return answer.kind === 'wrong' ? EXIT_USAGE : EXIT_OK
}

function dataOf(answer: ConfigAnswer): object {
  switch (answer.kind) {
    case 'wrong':
      return { errors: answer.errors.map(({ code, message, place }) => ({ code, message, place })) }
    case 'right': {
      const { files, clusters, sources, rules } = answer
      return { errors: [], files, clusters, sources, rules }
    }
    case 'schema':
      return answer.schema
    case 'explained':
      return answer.explanation
  }
}
