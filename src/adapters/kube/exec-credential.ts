import { spawn } from 'node:child_process'
import { DriftageError } from '../../errors/driftage-error.ts'
import { type Json, isObject, type JsonObject, stringAt } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'
import type { ExecPlugin } from './cluster-config.ts'
import { headerText } from './cluster-credentials.ts'
import { SecretText } from './secret-text.ts'

/** What a plugin said. At least one of token and certificate is there. */
export interface ExecCredential {
  readonly token: SecretText | undefined
  readonly clientCertificate: { readonly certificate: string; readonly key: SecretText } | undefined
  /** Milliseconds since 1970; undefined = good until the server refuses it. */
  readonly expiresAtMs: number | undefined
}

/** A login in a browser takes a person's time, but a plugin that hangs must not hang a scan for ever. */
const PLUGIN_TIMEOUT_MS = 120_000
const MAX_OUTPUT_BYTES = 1_048_576

/**
 * Runs a credential plugin as kubectl does: no shell, this process's environment plus the entry's and
 * `KUBERNETES_EXEC_INFO`; what it prints to stderr is passed on, so that a login prompt is seen.
 *
 * @param cluster `spec.cluster` for plugins that want to know; undefined for others
 * @throws DriftageError DRF3010, without anything that the plugin printed
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  cluster: JsonObject | undefined,
  timeoutMs: number = PLUGIN_TIMEOUT_MS,
): Promise<ExecCredential> {
  const interactive = plugin.interactiveMode !== 'Never' && process.stdin.isTTY
  if (plugin.interactiveMode === 'Always' && !interactive) {
    throw pluginError(plugin, 'needs a terminal to ask for input, and there is none')
  }
  const info = {
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive, ...(cluster && { cluster }) },
  }
  return readExecCredential(plugin, await output(plugin, stringifyLossless(info), interactive, timeoutMs))
}

function output(plugin: ExecPlugin, info: string, interactive: boolean, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const extra = Object.fromEntries(plugin.env.map(({ name, value }) => [name, value]))
    const child = spawn(plugin.command, plugin.args, {
      shell: false,
      env: { ...process.env, ...extra, KUBERNETES_EXEC_INFO: info },
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    })
    const fail = (problem: string) => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      // A grandchild may hold the pipe open; without this the process would wait for it at its end.
      child.stdout?.destroy()
      reject(pluginError(plugin, problem))
    }
    const timer = setTimeout(() => fail(`did not end within ${timeoutMs / 1000} s`), timeoutMs)
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.length > MAX_OUTPUT_BYTES) fail('printed more than a credential')
    })
    child.once('error', (error: NodeJS.ErrnoException) => {
      fail(
        error.code === 'ENOENT' ? `was not found.${hint(plugin)}` : `could not be started (${error.code ?? 'error'})`,
      )
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(text)
      else fail(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`)
    })
  })
}

function readExecCredential(plugin: ExecPlugin, text: string): ExecCredential {
  let answer: Json
  try {
    answer = parseLossless(text)
  } catch {
    throw pluginError(plugin, 'printed something that is not JSON')
  }
  if (stringAt(answer, 'kind') !== 'ExecCredential') throw pluginError(plugin, 'printed no ExecCredential')
  if (stringAt(answer, 'apiVersion') !== plugin.apiVersion) {
    throw pluginError(plugin, `answered in another version than ${plugin.apiVersion}, which its entry asks for`)
  }
  const status = isObject(answer) ? answer['status'] : undefined
  const token = stringAt(status, 'token') || undefined
  const certificate = stringAt(status, 'clientCertificateData') || undefined
  const key = stringAt(status, 'clientKeyData') || undefined
  if ((certificate === undefined) !== (key === undefined))
    throw pluginError(plugin, 'gave a certificate without its key')
  if (token === undefined && certificate === undefined) throw pluginError(plugin, 'gave neither token nor certificate')
  return {
    token: token === undefined ? undefined : headerText(token, `token of the credential plugin ${plugin.command}`),
    clientCertificate:
      certificate === undefined || key === undefined ? undefined : { certificate, key: new SecretText(key) },
    expiresAtMs: expiry(plugin, stringAt(status, 'expirationTimestamp')),
  }
}

function expiry(plugin: ExecPlugin, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw pluginError(plugin, 'gave an expirationTimestamp that is no time')
  return time
}

function hint({ installHint }: ExecPlugin): string {
  return installHint === undefined ? ' Install it or correct the kubeconfig' : ` ${installHint.trim()}`
}

function pluginError(plugin: ExecPlugin, problem: string): DriftageError {
  return new DriftageError(
    'DRF3010',
    `The credential plugin ${plugin.command} ${problem}. Run it by hand or log in again. The cluster was not asked; its state is unknown.`,
    { place: plugin.command },
  )
}
