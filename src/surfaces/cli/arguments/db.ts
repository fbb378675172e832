import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import { oneOf } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'
import { readStore, readTarget, type StoreChoice, type StoreFlags, storeFlags } from './store-flags.ts'

export type DatabaseArguments = { readonly store: StoreChoice; readonly talk: TalkArguments } & DatabaseVerb

export type DatabaseVerb =
  | { readonly verb: 'migrate' }
  | { readonly verb: 'check' }
  | { readonly verb: 'backup'; readonly file: string }
  | { readonly verb: 'restore'; readonly file: string }
  | { readonly verb: 'move'; readonly to: StoreChoice }

const VERBS = ['migrate', 'check', 'backup', 'restore', 'move'] as const

export function addDatabase(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('db')
    .summary('look after the store: check, back up, restore, move')
    .description(
      'Look after the store while no service holds it: bring its tables to the form of this version, check everything in it, back it up, restore it into an empty one, or move it to another store.',
    )
    .addArgument(new Argument('<what>', 'what to do').choices(VERBS).argParser(oneOf(VERBS)))
    .argument(
      '[target]',
      'for backup and restore a file; for move a data folder, or file:PATH or env:NAME with the URL',
    )
  for (const group of [storeFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText(
    'after',
    examples([
      ['is all of it as it was written?', `${name} db check`],
      ['everything, as of one moment', `${name} db backup driftage.backup`],
      ['into an empty store', `${name} db restore driftage.backup --data new-folder`],
      ['from the embedded store to a server', `${name} db move file:/run/secrets/driftage-url`],
    ]),
  )
  command.action((what, target, options) => {
    const flags = options as StoreFlags & TalkFlags
    const store = readStore(flags, environment)
    found({ command: 'db', asked: { store, talk: readTalk(flags), ...verbOf(what, target) } })
  })
}

/** @throws DriftageError DRF1007 */
function verbOf(verb: (typeof VERBS)[number], target: string | undefined): DatabaseVerb {
  if (verb === 'migrate' || verb === 'check') {
    if (target === undefined) return { verb }
    throw new DriftageError('DRF1007', `db ${verb} takes no "${target}"; --data names a data folder.`)
  }
  if (target === undefined) {
    throw new DriftageError('DRF1007', `db ${verb} needs ${verb === 'move' ? 'the store to move to' : 'a file'}.`)
  }
  return verb === 'move' ? { verb, to: readTarget(target) } : { verb, file: target }
}
