import type { CompletionArguments } from '../arguments/completion.ts'
import type { Surroundings } from '../arguments/invocation.ts'
import { program } from '../arguments/program.ts'
import { completable } from '../completion/completable.ts'

/** The completion script of a shell, made from the definitions of the commands. */
export async function completion(asked: CompletionArguments, surroundings: Surroundings): Promise<string> {
  const name = surroundings.program.replace(' ', '-')
  const root = completable(
    name,
    program(surroundings, () => {}),
  )
  switch (asked.shell) {
    case 'bash':
      return (await import('../completion/bash.ts')).bashScript(root)
    case 'zsh':
      return (await import('../completion/zsh.ts')).zshScript(root)
    case 'fish':
      return (await import('../completion/fish.ts')).fishScript(root)
    case 'powershell':
      return (await import('../completion/powershell.ts')).powershellScript(root)
  }
}
