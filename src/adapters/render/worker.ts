// Entry of the worker thread that runs the renderer's WebAssembly module. Built as a file of its own.

import { openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import type * as nodeWasi from 'node:wasi'
import { parentPort, workerData } from 'node:worker_threads'
import { withMemoryLimit } from './memory-limit.ts'
import { moduleImports, type WasiCall } from './module-imports.ts'
import { OutputTooLarge, StandardStreams } from './standard-streams.ts'
import type { WorkerAnswer, WorkerSettings, WorkerTask } from './worker-messages.ts'

type Wasi = typeof nodeWasi

const settings = workerData as WorkerSettings
const nowhere = openSync(devNull, 'r+')

/** The module is compiled once; each render gets an instance, and with it a memory, of its own. */
const prepared = prepare()
prepared.catch(() => {})

parentPort?.on('message', (task: WorkerTask) => {
  // An answer always comes: render turns every failure into one.
  void render(task).then((answer) => parentPort?.postMessage(answer))
})

async function prepare(): Promise<{ wasi: Wasi; module: WebAssembly.Module }> {
  const bytes = await readFile(settings.wasmPath)
  return { wasi: await importWasi(), module: await WebAssembly.compile(withMemoryLimit(bytes, settings.memoryMb)) }
}

/** node:wasi warns that it is experimental, in every process; that warning alone is dropped. */
async function importWasi(): Promise<Wasi> {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).includes('WASI')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return await import('node:wasi')
  } finally {
    process.emitWarning = emitWarning
  }
}

async function render(task: WorkerTask): Promise<WorkerAnswer> {
  const { wasi, module } = await prepared.catch(() => ({ wasi: undefined, module: undefined }))
  if (!wasi || !module) return { kind: 'failed', why: 'module-unusable' }
  const streams = new StandardStreams(task.request, settings.maxResponseBytes)
  try {
    const code = await run(wasi, module, task.folder, streams)
    return code === 0 ? { kind: 'response', text: streams.output } : { kind: 'failed', why: reason(streams) }
  } catch (error) {
    return { kind: 'failed', why: error instanceof OutputTooLarge ? 'too-large' : reason(streams, error) }
  }
}

async function run(wasi: Wasi, module: WebAssembly.Module, folder: string, streams: StandardStreams): Promise<number> {
  const host = new wasi.WASI({
    version: 'preview1',
    args: ['renderer'],
    env: {},
    preopens: { '/work': folder },
    returnOnExit: true,
    // Its own streams lie in memory; whatever else it tried on these numbers must not reach this process's.
    stdin: nowhere,
    stdout: nowhere,
    stderr: nowhere,
  })
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: moduleImports(host.wasiImport as Record<string, WasiCall>, streams),
  })
  streams.attach(instance.exports.memory as WebAssembly.Memory)
  return host.start(instance)
}

/** Go says on stderr that it ran out of memory, V8 that of stack. The traces are not passed on: they can hold values. */
function reason(streams: StandardStreams, error?: unknown): 'memory' | 'crashed' {
  const text = `${streams.errors} ${error instanceof Error ? error.message : ''}`
  return /out of memory|cannot allocate memory|stack overflow|exceeds .*limit|call stack size/i.test(text)
    ? 'memory'
    : 'crashed'
}
