import type { Argument, CommandUnknownOpts } from '@commander-js/extra-typings'
import { addFlags } from '../flag-group.ts'
import { examples } from '../examples.ts'
import type { Found, Surroundings } from '../invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from '../output-flags.ts'
import { readService, type ServiceArguments, type ServiceFlags, serviceFlags } from '../service-flags.ts'

/** Of every command that asks the memory. */
export interface LedgerBase {
  readonly service: ServiceArguments
  readonly talk: TalkArguments
}

export interface LedgerCommand {
  readonly name: string
  readonly summary: string
  readonly description: string
  /** What stands after the name, such as `<id>`. Absent = nothing does. */
  readonly operand?: { readonly form: string; readonly meaning: string }
  /** Where there are several, or one of a few words. */
  readonly operands?: readonly Argument<string, unknown>[]
  /** Flags of its own, in groups. */
  readonly flags: readonly CommandUnknownOpts[]
  /** What it does, and the rest of the command line after its name. */
  readonly examples: readonly (readonly [does: string, rest: string])[]
}

/** Adds a command with the flags that all of them have after its own. */
export function addLedgerCommand(
  program: CommandUnknownOpts,
  { program: name }: Surroundings,
  command: LedgerCommand,
  ask: (flags: object, operands: readonly string[]) => void,
): void {
  const added: CommandUnknownOpts = program
    .command(command.name)
    .summary(command.summary)
    .description(command.description)
  if (command.operand !== undefined) added.argument(command.operand.form, command.operand.meaning)
  for (const operand of command.operands ?? []) added.addArgument(operand)
  for (const group of [...command.flags, serviceFlags(), talkFlags()]) addFlags(added, group)
  const lines = command.examples.map(([does, rest]) => [does, `${name} ${command.name} ${rest}`.trim()] as const)
  added.addHelpText('after', examples(lines))
  added.action(() => ask(added.opts(), added.args))
}

/** Findings are named by their ids. */
export const ONE_ID = { form: '<id>', meaning: 'id of a finding, or how it begins' } as const
export const IDS = { form: '<id...>', meaning: 'ids of findings, or how they begin' } as const

/** Flags that all of them have. */
export type BaseFlags = ServiceFlags & TalkFlags

export function readBase(flags: BaseFlags, { environment }: Surroundings): LedgerBase {
  return { service: readService(flags, environment), talk: readTalk(flags) }
}

/** A command of the list in which all are named. */
export type AddLedgerCommand = (program: CommandUnknownOpts, surroundings: Surroundings, found: Found) => void
