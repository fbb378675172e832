import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { examples } from './examples.ts'
import type { Found, Surroundings } from './invocation.ts'

export interface ErrorsArguments {
  /** Absent = the list of all. Not yet looked up, so that the catalogue loads only with the command. */
  readonly code?: string
}

export function addErrors(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  program
    .command('errors')
    .summary('say what an error code means')
    .description('Say what an error code means and what to do about it; without a code, list all of them.')
    .argument('[code]', 'such as DRF1005')
    .addHelpText('after', examples([['what does this code mean?', `${surroundings.program} errors DRF1005`]]))
    .action((code) => found({ command: 'errors', asked: code === undefined ? {} : { code } }))
}
