import type { Renderer, RenderRequest, RenderResult } from '../../desired/renderer.ts'
import { decodeResponse, encodeRequest } from './module-protocol.ts'
import { RenderFailure, failed } from './render-error.ts'
import { RendererWorker } from './renderer-worker.ts'
import { withThrowAwayFolder } from './throw-away-folder.ts'

export interface WasmRendererOptions {
  /** The module that `tools/renderer` gives. */
  readonly wasmPath: string
  /** The built `worker.ts`. Default: `render-worker.js` beside the running file. */
  readonly workerUrl?: URL
  /** After this long without a render the worker and its memory are given back, in ms. Default: 30,000. */
  readonly idleMs?: number
  /** After this long a render is ended, in ms, compiling the module included. Default: 60,000. */
  readonly timeoutMs?: number
  /** Memory that one render may use, in MiB. Default: 1,024. */
  readonly memoryMb?: number
  /** Sum of all documents of one render, in bytes. Default: 50 MiB. */
  readonly maxOutputBytes?: number
}

/** Escapes and everything around the documents: how much larger the module's JSON may be than the documents. */
const RESPONSE_FACTOR = 2
const RESPONSE_EXTRA = 16 * 1024 * 1024

/**
 * Renders with Helm and kustomize inside WebAssembly, in a worker thread: one folder, no environment, no network. One
 * render at a time; a render that overruns ends its worker, and the next one starts another.
 */
export function createWasmRenderer(options: WasmRendererOptions): Renderer {
  const maxOutputBytes = options.maxOutputBytes ?? 50 * 1024 * 1024
  const worker = new RendererWorker({
    url: options.workerUrl ?? new URL('./render-worker.js', import.meta.url),
    settings: {
      wasmPath: options.wasmPath,
      memoryMb: options.memoryMb ?? 1024,
      maxResponseBytes: RESPONSE_FACTOR * maxOutputBytes + RESPONSE_EXTRA,
    },
    idleMs: options.idleMs ?? 30_000,
    timeoutMs: options.timeoutMs ?? 60_000,
  })
  let last: Promise<unknown> = Promise.resolve()

  async function renderOne(request: RenderRequest): Promise<RenderResult> {
    try {
      return await withThrowAwayFolder(request.files, async (folder) => {
        return decodeResponse(await worker.run({ folder, request: encodeRequest(request, maxOutputBytes) }))
      })
    } catch (error) {
      if (error instanceof RenderFailure) return error.result
      return failed(
        'DRF2100',
        'The renderer could not be started, or its answer could not be read. Nothing was rendered.',
      )
    }
  }

  return {
    render(request) {
      const result = last.then(() => renderOne(request))
      last = result
      return result
    },
    close: () => worker.close(),
  }
}
