/** What the worker gets when it starts. */
export interface WorkerSettings {
  readonly wasmPath: string
  /** In MiB. */
  readonly memoryMb: number
  /** Above this many bytes on stdout the render is ended. */
  readonly maxResponseBytes: number
}

/** One render. */
export interface WorkerTask {
  /** The folder that the module sees as `/work`. */
  readonly folder: string
  /** JSON for the module's stdin. */
  readonly request: string
}

export type WorkerAnswer =
  | { readonly kind: 'response'; readonly text: string }
  | { readonly kind: 'failed'; readonly why: 'module-unusable' | 'memory' | 'too-large' | 'crashed' }
