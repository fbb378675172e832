/** Raised out of the module when it writes more than it may; ends the render. */
export class OutputTooLarge extends Error {}

/** WASI's number for "no error". */
const SUCCESS = 0

/** How much of stderr is kept, in bytes: enough to tell why the module ended. It is never shown. */
const MAX_STDERR = 4096

/**
 * The module's stdin, stdout and stderr in memory. Manifests with secrets must not touch the disk, which files as
 * streams would do.
 */
export class StandardStreams {
  readonly #input: Uint8Array
  readonly #maxOutput: number
  readonly #output: Uint8Array[] = []
  #outputSize = 0
  #inputPosition = 0
  #errors = ''
  #memory: WebAssembly.Memory | undefined

  constructor(input: string, maxOutput: number) {
    this.#input = new TextEncoder().encode(input)
    this.#maxOutput = maxOutput
  }

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory
  }

  get output(): string {
    return Buffer.concat(this.#output).toString('utf8')
  }

  get errors(): string {
    return this.#errors
  }

  /** WASI's `fd_read` on stdin: fills the vectors and stores how many bytes there were. */
  read(vectors: number, count: number, result: number): number {
    let total = 0
    for (const bytes of this.#vectors(vectors, count)) {
      const part = this.#input.subarray(this.#inputPosition, this.#inputPosition + bytes.length)
      bytes.set(part)
      this.#inputPosition += part.length
      total += part.length
    }
    return this.#store(result, total)
  }

  /** WASI's `fd_write` on stdout and stderr. */
  write(descriptor: number, vectors: number, count: number, result: number): number {
    let total = 0
    for (const bytes of this.#vectors(vectors, count)) {
      total += bytes.length
      if (descriptor === 1) this.#keep(bytes)
      else if (this.#errors.length < MAX_STDERR) this.#errors += Buffer.from(bytes).toString('utf8')
    }
    return this.#store(result, total)
  }

  #keep(bytes: Uint8Array): void {
    this.#outputSize += bytes.length
    if (this.#outputSize > this.#maxOutput) throw new OutputTooLarge()
    // A copy: the module reuses its memory.
    this.#output.push(bytes.slice())
  }

  *#vectors(start: number, count: number): Generator<Uint8Array> {
    const { buffer } = this.#attached()
    const view = new DataView(buffer)
    for (let i = 0; i < count; i++) {
      const address = view.getUint32(start + 8 * i, true)
      yield new Uint8Array(buffer, address, view.getUint32(start + 8 * i + 4, true))
    }
  }

  #store(address: number, value: number): number {
    new DataView(this.#attached().buffer).setUint32(address, value, true)
    return SUCCESS
  }

  #attached(): WebAssembly.Memory {
    if (!this.#memory) throw new Error('The module used its streams before it was started.')
    return this.#memory
  }
}
