import { Argument, type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import { oneOf } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'

/** A kind as it stands in URLs; `group` is empty for the core group. */
interface ResourceArgument {
  readonly group: string
  readonly resource: string
}

export interface AuditArguments {
  /** Kinds of which whole requests are logged, or which the webhook sees. */
  readonly kinds: readonly ResourceArgument[]
  readonly print: 'both' | 'admission' | 'webhook'
  /** Where the webhook is reached, with its token; present exactly where `print` is `webhook`. */
  readonly url?: string
  /** Path of the certificate authority of that address, PEM. */
  readonly ca?: string
  readonly talk: TalkArguments
}

const WHAT = ['policy'] as const

type AuditFlags = {
  readonly kinds?: readonly ResourceArgument[]
  readonly admission?: boolean
  readonly webhook?: string
  readonly ca?: string
} & TalkFlags

export function addAudit(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name } = surroundings
  const command = program
    .command('audit')
    .summary('print what makes an API server tell who wrote what')
    .description(
      'Print, as YAML, the audit policy for an API server and the admission policy that goes with it, or the observing webhook.',
    )
    .addArgument(new Argument('<what>', 'what to print').choices(WHAT).argParser(oneOf(WHAT)))
    .optionsGroup('Policy:')
    .option('--kinds <kinds>', 'log whole requests of these, such as deployments.apps,services', resources)
    .option('--admission', 'only the admission policy, to be applied')
    .optionsGroup('Webhook:')
    .option('--webhook <url>', 'print the observing webhook instead, for --kinds, which calls this address')
    .option('--ca <file>', 'certificate authority of that address, PEM')
  addFlags(command, talkFlags())
  command.addHelpText(
    'after',
    examples([
      ['for --audit-policy-file of the API server, and to apply', `${name} audit policy`],
      ['only what is applied', `${name} audit policy --admission | kubectl apply -f -`],
      ['for clusters without an audit log', `${name} audit policy --webhook URL --ca ca.pem --kinds deployments.apps`],
    ]),
  )
  command.action((_what, options) => {
    const flags = options as AuditFlags
    found({ command: 'audit', asked: { ...printed(flags), talk: readTalk(flags) } })
  })
}

/** @throws DriftageError DRF1007 for flags of which one would have no effect */
function printed({ kinds = [], admission, webhook, ca }: AuditFlags): Omit<AuditArguments, 'talk'> {
  if (webhook === undefined) {
    if (ca !== undefined) throw refused('--ca belongs to --webhook.')
    if (admission === true && kinds.length > 0) throw refused('--kinds says nothing about the admission policy.')
    return { kinds, print: admission === true ? 'admission' : 'both' }
  }
  if (admission === true) throw refused('--admission and --webhook print different things; ask for one.')
  if (ca === undefined || kinds.length === 0) throw refused('--webhook needs --ca and --kinds.')
  return { kinds, print: 'webhook', url: webhook, ca }
}

function refused(message: string): DriftageError {
  return new DriftageError('DRF1007', message)
}

/** `deployments.apps,services`, each a plural with its group. */
function resources(value: string, before: readonly ResourceArgument[] = []): readonly ResourceArgument[] {
  const read = value.split(',').map((written) => {
    const [, resource = '', group = ''] = /^([a-z][a-z0-9-]*)(?:\.([a-z0-9.-]+))?$/.exec(written) ?? []
    if (resource === '') throw new InvalidArgumentError('It takes kinds such as deployments.apps or services.')
    return { group, resource }
  })
  return [...before, ...read]
}
