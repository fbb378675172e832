import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/**
 * Adds the flags of a group to a command. Groups are commands that are never run: commander infers the types of their
 * flags, and every command that takes the group reads them by the same function.
 */
export function addFlags(command: CommandUnknownOpts, group: CommandUnknownOpts): void {
  for (const option of group.options) command.addOption(option)
}
