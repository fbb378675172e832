import { Command, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../../errors/driftage-error.ts'
import { type ObjectRef, parseRef } from '../../../../model/object-ref.ts'
import { type AddLedgerCommand, addLedgerCommand, type LedgerBase, readBase } from './ledger-command.ts'

/** What a running service is told; it answers that it is done, and nothing else. */
export type OrderArguments =
  | (LedgerBase & { readonly verb: 'deployed'; readonly source: string; readonly revision: string })
  | (LedgerBase & { readonly verb: 'confirm'; readonly source: string })
  | (LedgerBase & { readonly verb: 'recheck'; readonly ref: ObjectRef })

function deployedFlags() {
  return new Command()
    .optionsGroup('Rollout:')
    .addOption(new Option('--source <name>', 'source that was rolled out, as status names it').makeOptionMandatory())
    .addOption(new Option('--revision <commit>', 'commit that was rolled out, in full').makeOptionMandatory())
}

type DeployedFlags = ReturnType<ReturnType<typeof deployedFlags>['opts']>

export const addDeployed: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'deployed',
      summary: 'say which commit a pipeline rolled out',
      description:
        'Say which commit of a source was rolled out, at the end of a pipeline: then a change that has not arrived is known from one that was undone.',
      flags: [deployedFlags()],
      examples: [['at the end of a pipeline', '--source shop --revision "$(git rev-parse HEAD)"']],
    },
    (options) => {
      const { source, revision } = options as DeployedFlags
      found({ command: 'ledger', asked: { verb: 'deployed', source, revision, ...readBase(options, surroundings) } })
    },
  )
}

export const addConfirm: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'confirm',
      operand: { form: '<source>', meaning: 'name of the source, as status names it' },
      summary: 'let a source count that is held',
      description:
        'Let the new state of a source count that is held because it shrank or its history was rewritten. Look at it first: what it no longer holds is no longer watched.',
      flags: [],
      examples: [['after looking at it', 'shop']],
    },
    (options, [source = '']) => {
      found({ command: 'ledger', asked: { verb: 'confirm', source, ...readBase(options, surroundings) } })
    },
  )
}

export const addRecheck: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'recheck',
      operand: { form: '<ref>', meaning: 'cluster/group/Kind/namespace/name, as list and show print it' },
      summary: 'read one object anew and assess it',
      description: 'Read one object anew and assess it now, without waiting for its next change.',
      flags: [],
      examples: [['one deployment', 'prod-eu/apps/Deployment/shop/web']],
    },
    (options, [text = '']) => {
      found({ command: 'ledger', asked: { verb: 'recheck', ref: readRef(text), ...readBase(options, surroundings) } })
    },
  )
}

function readRef(text: string): ObjectRef {
  const ref = parseRef(text)
  if (ref !== undefined) return ref
  throw new DriftageError(
    'DRF1008',
    `"${text}" names no object. Write it as cluster/group/Kind/namespace/name, such as prod-eu/apps/Deployment/shop/web (with - for the core group and for cluster scope).`,
  )
}
