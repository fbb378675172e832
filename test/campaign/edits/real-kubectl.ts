import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, isScalar, type Json, type JsonObject } from '../../../src/model/json.ts'
import { stringifyLossless } from '../../../src/model/lossless-json.ts'
import { valueAt } from '../../../src/model/value-at.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import type { KubectlInput } from '../../cluster/kubectl.ts'
import type { Change } from './change.ts'
import { editedCopy } from './edited-copy.ts'
import { mergePatch } from './patches.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'

interface Command {
  readonly args: readonly string[]
  readonly input?: KubectlInput
}

/** How kubectl itself is told to make an edit; undefined where that verb cannot. `wanted` is the object with the edit. */
type CommandOf = (
  target: Target,
  change: Change,
  wanted: JsonObject,
  manifest: JsonObject | undefined,
) => Command | undefined

const COMMANDS: Readonly<Record<string, CommandOf>> = {
  'patch --type=merge': (target, _change, wanted) => ({
    args: ['patch', ...named(target), '--type=merge', '-p', stringifyLossless(mergePatch(target.pristine, wanted))],
  }),
  label: (target, change, wanted) => keyValue('label', target, change, wanted),
  annotate: (target, change, wanted) => keyValue('annotate', target, change, wanted),
  scale: (target, change, wanted) => ({
    args: ['scale', ...named(target), `--replicas=${textAt(wanted, change)}`],
  }),
  'rollout restart': (target) => ({ args: ['rollout', 'restart', ...named(target)] }),
  set: setCommand,
  apply: (_target, _change, _wanted, manifest) => fromManifest(['apply'], manifest),
  'apply --server-side': (_target, _change, _wanted, manifest) =>
    fromManifest(['apply', '--server-side', '--force-conflicts'], manifest),
  replace: (_target, _change, _wanted, manifest) => fromManifest(['replace'], manifest),
}

function named({ kind, name, namespace }: Target): readonly string[] {
  const type = [kind.resource, kind.version, kind.group].filter((part) => part !== '').join('.')
  return [kind.group === '' ? kind.resource : type, name, ...(namespace === '' ? [] : ['-n', namespace])]
}

function fromManifest(args: readonly string[], manifest: JsonObject | undefined): Command | undefined {
  return manifest && { args: [...args, '-f', '-'], input: { stdin: stringifyLossless(manifest) } }
}

function keyValue(verb: string, target: Target, change: Change, wanted: JsonObject): Command | undefined {
  const { what, path } = change
  const last = path.at(-1)
  if (last?.kind !== 'field' || path.length !== 3) return undefined
  const word = what === 'remove' ? `${last.name}-` : `${last.name}=${textAt(wanted, change)}`
  return { args: [verb, ...named(target), word, '--overwrite'] }
}

/** The wanted scalar, as it is written on a command line. */
function textAt(wanted: JsonObject, { path }: Change): string {
  const value = valueAt(wanted, path)
  return value !== undefined && isScalar(value) ? String(value) : ''
}

function setCommand(target: Target, { path }: Change, wanted: JsonObject): Command | undefined {
  const last = path.at(-1)
  const container = path.findLast((step) => step.kind === 'key')?.keys.find((part) => part.name === 'name')?.value
  const value = valueAt(wanted, path)
  if (last?.kind !== 'field' || value === undefined || !isScalar(value)) return undefined
  if (last.name === 'image')
    return { args: ['set', 'image', ...named(target), `${String(container)}=${String(value)}`] }
  if (last.name === 'serviceAccountName') return { args: ['set', 'serviceaccount', ...named(target), String(value)] }
  return undefined
}

/** The same writer as a process of kubectl; undefined for writers that are no verb of kubectl. */
export function asProcess(writer: Writer, cluster: TestCluster): Writer | undefined {
  const commandOf = writer.name === 'edit' ? editCommand(cluster) : COMMANDS[writer.name]
  if (commandOf === undefined) return undefined
  return {
    ...writer,
    name: `kubectl ${writer.name}`,
    async send(_apis, target, change, editing) {
      const wanted = editedCopy(target.schema, target.pristine, change.path, editing)
      if (wanted === undefined) return undefined
      const manifest = editedCopy(target.schema, target.desired, change.path, editing)
      const command = await commandOf(target, change, wanted, manifest)
      if (command === undefined) return undefined
      const { code, stderr } = await cluster.kubectl('alice', command.args, command.input)
      const isFromManifest = command.input?.stdin !== undefined && manifest !== undefined
      return { wanted: isFromManifest ? manifest : wanted, answer: { status: code === 0 ? 200 : 422, body: stderr } }
    },
  }
}

let files = 0

/** The "editor" copies the wanted object over the file that kubectl opens. */
function editCommand(cluster: TestCluster): (target: Target, change: Change, wanted: JsonObject) => Promise<Command> {
  return async (target, _change, wanted) => {
    const file = join(cluster.dir, `wanted-${files++}.json`)
    const now = await cluster.admin.expect<{ metadata: JsonObject }>('GET', target.path)
    await writeFile(file, stringifyLossless(asShown(wanted, now.metadata)))
    return { args: ['edit', ...named(target)], input: { env: { KUBE_EDITOR: `cp ${file}` } } }
  }
}

/** As kubectl shows it now: without owners, and with what the server has counted since. */
function asShown(wanted: JsonObject, now: JsonObject): Json {
  const metadata = isObject(wanted['metadata']) ? wanted['metadata'] : {}
  const kept = Object.entries(metadata).filter(([name]) => name !== 'managedFields')
  const counted = ['uid', 'resourceVersion', 'generation', 'creationTimestamp']
  const current = Object.entries(now).filter(([name]) => counted.includes(name))
  return { ...wanted, metadata: { ...Object.fromEntries(kept), ...Object.fromEntries(current) } }
}
