import type { RenderError, RenderResult } from '../../desired/renderer.ts'
import type { RENDER_ERRORS } from '../../errors/render-errors.ts'

export type RenderErrorCode = keyof typeof RENDER_ERRORS

/** A failed render as a value. */
export function failed(code: RenderErrorCode, message: string, file?: string, line?: number): RenderResult {
  return { ok: false, error: renderError(code, message, file, line) }
}

function renderError(code: RenderErrorCode, message: string, file?: string, line?: number): RenderError {
  if (!file) return { code, message }
  if (!line) return { code, message, place: file, file }
  return { code, message, place: `${file}:${line}`, file, line }
}

/** Thrown inside this folder only: it becomes a result at the border. */
export class RenderFailure extends Error {
  readonly result: RenderResult

  constructor(code: RenderErrorCode, message: string, file?: string) {
    super(message)
    this.result = failed(code, message, file)
  }
}
