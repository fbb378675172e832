import { join } from 'node:path'
import { type WasmRendererOptions, createWasmRenderer } from '../../src/adapters/render/wasm-renderer.ts'
import type {
  RenderedDocument,
  Renderer,
  RenderError,
  RenderRequestHelm,
  RenderResult,
  RenderSuccess,
} from '../../src/desired/renderer.ts'
import { ensureTool } from '../../tools/build.mjs'
import { bundledWorker } from './bundled-worker.ts'

/** The renderer as the product uses it, with the module that `tools/renderer` gives. */
export async function startRenderer(options: Partial<WasmRendererOptions> = {}): Promise<Renderer> {
  const { dir } = await ensureTool('renderer')
  return createWasmRenderer({ wasmPath: join(dir, 'renderer.wasm'), workerUrl: await bundledWorker(), ...options })
}

/** A request for the chart in the folder `c`, or another. */
export function helm(request: Partial<RenderRequestHelm> & Pick<RenderRequestHelm, 'files'>): RenderRequestHelm {
  return {
    kind: 'helm',
    chartDir: 'c',
    releaseName: 'r',
    namespace: 'n',
    valuesFiles: [],
    set: [],
    setString: [],
    setFile: [],
    kubeVersion: '1.36.3',
    apiVersions: [],
    includeCrds: true,
    ...request,
  }
}

export function succeeded(result: RenderResult): RenderSuccess {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.place ?? ''}: ${result.error.message}`)
  return result
}

export function errorOf(result: RenderResult): RenderError {
  if (result.ok) throw new Error(`It rendered:\n${result.documents.map(({ content }) => content).join('---\n')}`)
  return result.error
}

export function contentOf(result: RenderResult): string {
  return succeeded(result)
    .documents.map(({ content }) => content)
    .join('\n---\n')
}

export function documentAt(result: RenderResult, file: string): RenderedDocument {
  const found = succeeded(result).documents.find((document) => document.file === file)
  if (!found) throw new Error(`No document comes from ${file}.`)
  return found
}
