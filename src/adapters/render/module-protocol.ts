import type { RenderRequest, RenderResult, TemplateTrait } from '../../desired/renderer.ts'
import { failed, type RenderErrorCode } from './render-error.ts'

/** Where the module finds its files. */
const ROOT = '/work'

/** What the module writes to stdout. */
interface ModuleResponse {
  readonly manifests?: readonly { source: string; content: string; hooks?: readonly string[]; crd?: boolean }[]
  readonly traits?: readonly TemplateTrait[]
  readonly warnings?: readonly string[]
  readonly engine?: { readonly name: string; readonly version: string }
  readonly error?: { readonly code: string; readonly message: string; readonly file?: string; readonly line?: number }
}

/** The module's own codes are permanent too; what it might add later is DRF2100 here. */
const CODES: ReadonlyMap<string, RenderErrorCode> = new Map([
  ['too-large', 'DRF2103'],
  ['outside', 'DRF2104'],
  ['missing-file', 'DRF2105'],
  ['chart-invalid', 'DRF2106'],
  ['missing-dependency', 'DRF2107'],
  ['values-invalid', 'DRF2108'],
  ['schema', 'DRF2109'],
  ['remote-schema', 'DRF2110'],
  ['kube-version', 'DRF2111'],
  ['template', 'DRF2112'],
  ['yaml', 'DRF2113'],
  ['kustomize', 'DRF2114'],
  ['remote-base', 'DRF2115'],
  ['helm-in-kustomize', 'DRF2116'],
  ['plugin', 'DRF2117'],
  ['substitution', 'DRF2118'],
])

export function encodeRequest(request: RenderRequest, maxOutputBytes: number, root = ROOT): string {
  const { kind, files: _files, ...rest } = request
  const part = kind === 'helm' ? { isUpgrade: true, ...rest } : rest
  return JSON.stringify({ kind, root, maxOutputBytes, [kind]: part })
}

export function decodeResponse(text: string): RenderResult {
  const response = JSON.parse(text) as ModuleResponse
  if (response.error) {
    const { code, message, file, line } = response.error
    return failed(CODES.get(code) ?? 'DRF2100', message, file, line)
  }
  return {
    ok: true,
    documents: (response.manifests ?? []).map(({ source, content, hooks, crd }) => ({
      file: source,
      content,
      crd: crd ?? false,
      hooks: hooks ?? [],
    })),
    nondeterministic: response.traits ?? [],
    warnings: response.warnings ?? [],
    engine: response.engine ?? { name: 'unknown', version: '' },
  }
}
