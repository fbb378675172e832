const NEWLINE = 10

/** Cuts a stream of bytes into lines, whatever the chunks. One use a stream. */
export class LineSplitter {
  readonly #maxBytes: number
  #pending: Buffer[] = []
  #pendingBytes = 0

  /** @param maxBytes of one line */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** The lines that `chunk` completes, without their ends; undefined for one that is too long, after which nothing comes. */
  *push(chunk: Buffer): Generator<string | undefined> {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.#pendingBytes + end - start > this.#maxBytes) return yield undefined
      yield this.#line(chunk, start, end)
      start = end + 1
    }
    if (start === chunk.length) return
    this.#pending.push(start === 0 ? chunk : chunk.subarray(start))
    this.#pendingBytes += chunk.length - start
    if (this.#pendingBytes > this.#maxBytes) yield undefined
  }

  /** Whether a line has begun that did not end: the stream was cut off within it. */
  get isWithinLine(): boolean {
    return this.#pendingBytes > 0
  }

  #line(chunk: Buffer, start: number, end: number): string {
    if (this.#pendingBytes === 0) return chunk.toString('utf8', start, end)
    const whole = Buffer.concat([...this.#pending, chunk.subarray(start, end)])
    this.#pending = []
    this.#pendingBytes = 0
    return whole.toString('utf8')
  }
}
