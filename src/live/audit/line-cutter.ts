/** A line longer than this is no event: the API server cuts its bodies off far below. */
const MOST_BYTES = 10_000_000

const NEWLINE = 0x0a

/** Cuts bytes into whole lines; what is behind the last line end waits for the rest. */
export class LineCutter {
  #parts: Buffer[] = []
  #pending = 0
  #isSkipping = false

  /** Bytes behind the last line end: where reading must begin again to miss nothing. */
  get pending(): number {
    return this.#pending
  }

  /** Whole lines, without their ends. A line that is too long is given as an empty text, so that it can be counted. */
  push(bytes: Buffer): readonly string[] {
    const lines: string[] = []
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      lines.push(this.#endLine(bytes.subarray(from, end)))
      from = end + 1
    }
    this.#keep(bytes.subarray(from))
    return lines
  }

  /** Drops what waits: the file that it belonged to goes on no more. */
  reset(): void {
    this.#parts = []
    this.#pending = 0
    this.#isSkipping = false
  }

  #keep(rest: Buffer): void {
    this.#pending += rest.length
    if (this.#pending > MOST_BYTES) {
      this.#isSkipping = true
      this.#parts = []
    }
    // Copied, since the reader uses its buffer again.
    if (!this.#isSkipping && rest.length > 0) this.#parts.push(Buffer.from(rest))
  }

  #endLine(last: Buffer): string {
    const isTooLong = this.#isSkipping || this.#pending + last.length > MOST_BYTES
    const line = isTooLong ? '' : Buffer.concat([...this.#parts, last]).toString('utf8')
    this.reset()
    return line
  }
}
