import { Argument, Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { ACTOR_CLASSES, type ActorClass } from '../../../model/field-owner.ts'
import { type ObjectRef, parseRef } from '../../../model/object-ref.ts'
import { SEVERITIES, type Severity } from '../../../model/severity.ts'
import { examples } from './examples.ts'
import { readFieldPath } from './field-path.ts'
import { addFlags } from './flag-group.ts'
import { oneOf, repeated } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
import {
  type AnswerFlags,
  type AnswerFormat,
  answerFlags,
  readTalk,
  type TalkArguments,
  type TalkFlags,
  talkFlags,
} from './output-flags.ts'

/** A place in a cluster, and what is supposed about a difference there. */
export interface SupposedDifference {
  readonly ref: ObjectRef
  /** Written path; empty for the whole object. */
  readonly path: string
  readonly labels: Readonly<Record<string, string>>
  /** Names of sources that hold the object. */
  readonly sources: readonly string[]
  readonly severity: Severity
  readonly actor: ActorClass
}

export type ConfigArguments = { readonly output: AnswerFormat; readonly talk: TalkArguments } & (
  | { readonly verb: 'check'; readonly file: string }
  | { readonly verb: 'schema' }
  | { readonly verb: 'explain'; readonly file: string; readonly supposed: SupposedDifference }
)

const VERBS = ['check', 'schema', 'explain'] as const

function supposedFlags() {
  return new Command()
    .optionsGroup('Explain, for a difference:')
    .option('--label <label>', 'of an object with this label, such as team=shop; may be repeated', labels)
    .addOption(
      new Option('--source <name>', 'of an object that this source holds; may be repeated').argParser(repeated),
    )
    .addOption(
      new Option('--severity <level>', 'that the catalogue judges so')
        .choices(SEVERITIES)
        .argParser(oneOf(SEVERITIES))
        .default('medium' as const),
    )
    .addOption(
      new Option('--actor <class>', 'that such a writer made')
        .choices(ACTOR_CLASSES)
        .argParser(oneOf(ACTOR_CLASSES))
        .default('unknown' as const),
    )
}

type ConfigFlags = ReturnType<ReturnType<typeof supposedFlags>['opts']> & AnswerFlags & TalkFlags

export function addConfig(program: CommandUnknownOpts, { program: name }: Surroundings, found: Found): void {
  const command = program
    .command('config')
    .summary('check driftage.yaml, and say which rules count where')
    .description(
      'Check a configuration as the service would, print its JSON Schema, or say which rules count at one place and why.',
    )
    .addArgument(new Argument('<what>', 'what to do').choices(VERBS).argParser(oneOf(VERBS)))
    .argument('[file]', 'the main file; for check and explain')
    .argument('[ref]', 'cluster/group/Kind/namespace/name; for explain')
    .argument('[path]', 'field path, in quotes; for explain')
  for (const group of [supposedFlags(), answerFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText(
    'after',
    examples([
      ['is it right? Exit code 3 where it is not', `${name} config check driftage.yaml`],
      ['for editors', `${name} config schema`],
      [
        'which rules count here, and why?',
        `${name} config explain driftage.yaml prod-eu/apps/Deployment/shop/web .spec.replicas`,
      ],
    ]),
  )
  command.action((what, file, ref, path, options) => {
    const flags = options as ConfigFlags
    const asked = { output: flags.output, talk: readTalk(flags) }
    found({ command: 'config', asked: { ...asked, ...verbOf(what, [file, ref, path], flags) } })
  })
}

type Verb = Pick<ConfigArguments, 'verb'> &
  (
    | { readonly verb: 'schema' }
    | { readonly verb: 'check'; readonly file: string }
    | { readonly verb: 'explain'; readonly file: string; readonly supposed: SupposedDifference }
  )

/** @throws DriftageError DRF1007, DRF1008, DRF1009 */
function verbOf(
  verb: (typeof VERBS)[number],
  [file, ref, path]: readonly (string | undefined)[],
  flags: ConfigFlags,
): Verb {
  const surplus = { schema: file, check: ref, explain: undefined }[verb]
  if (surplus !== undefined) throw refused(`config ${verb} takes no "${surplus}".`)
  if (verb === 'schema') return { verb }
  if (file === undefined) throw refused(`config ${verb} needs the file, such as driftage.yaml.`)
  if (verb === 'check') return { verb, file }
  if (ref === undefined) throw refused('config explain needs an object after the file.')
  const supposed = {
    ref: readReference(ref),
    path: path === undefined ? '' : readFieldPath(path),
    labels: flags.label ?? {},
    sources: flags.source ?? [],
    severity: flags.severity,
    actor: flags.actor,
  }
  return { verb, file, supposed }
}

function refused(message: string): DriftageError {
  return new DriftageError('DRF1007', message)
}

function readReference(text: string): ObjectRef {
  const ref = parseRef(text)
  if (ref !== undefined) return ref
  throw new DriftageError(
    'DRF1008',
    `"${text}" names no object. Write it as cluster/group/Kind/namespace/name, with - for the core group and for cluster scope.`,
  )
}

function labels(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = value.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It takes a label such as team=shop.')
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) }
}
