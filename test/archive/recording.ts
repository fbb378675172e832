import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, gunzipSync } from 'node:zlib'
import { bundled, embeddedFiles } from '../store/embedded-files.ts'

/** `driftage record` as a process of its own. */
export interface RecordingProcess {
  /** All that it has said on stderr so far. */
  said(): string
  /** Resolves when everything was looked at once. */
  readonly recording: Promise<void>
  /** Ctrl-C, unless something else is said. */
  end(signal?: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void
  readonly ended: Promise<{ readonly code: number; readonly out: string; readonly err: string }>
}

let program: Promise<string> | undefined

export async function startRecording(args: readonly string[]): Promise<RecordingProcess> {
  program ??= bundled('test/archive/programs/record-until-told.ts')
  const child = spawn(process.execPath, [await program, JSON.stringify(await embeddedFiles()), 'record', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text))
  let isOver = false
  const ended = new Promise<{ code: number; out: string; err: string }>((resolve) => {
    child.once('close', (code) => {
      isOver = true
      resolve({ code: code ?? 128, ...written })
    })
  })
  const recording = (async () => {
    while (!written.err.includes('Recording')) {
      if (isOver) throw new Error(`it ended before it recorded: ${written.err}`)
      await sleep(50)
    }
  })()
  recording.catch(() => {})
  return { said: () => written.err, recording, end: (signal = 'SIGINT') => void child.kill(signal), ended }
}

/** What has been unpacked of an archive that may still be written; empty where there is none. */
export async function unpacked(file: string): Promise<string> {
  if (!existsSync(file)) return ''
  return gunzipSync(await readFile(file), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
}

export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`not in ${ms} ms: ${what}`)
  }
}
