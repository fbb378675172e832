import { appendFile, open, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Hands on what an API server logs from now on, line by line, to a file that a service follows: whole, or in a bad way. */
export class AuditRelay {
  /** What the service follows. */
  readonly file: string
  readonly #log: string
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(log: string, file: string) {
    this.#log = log
    this.file = file
  }

  /** @param way what becomes of the lines on their way; default nothing */
  async start(way: (lines: readonly string[]) => readonly string[] = (lines) => lines): Promise<void> {
    const { size } = await stat(this.#log)
    await writeFile(this.file, '')
    this.#running = this.#run(size, way)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(from: number, way: (lines: readonly string[]) => readonly string[]): Promise<void> {
    const log = await open(this.#log)
    try {
      for (let offset = from; !this.#stopped; await sleep(40)) {
        const { size } = await log.stat()
        const read = await log.read(Buffer.alloc(size - offset), 0, size - offset, offset)
        const end = read.buffer.lastIndexOf('\n') + 1
        offset += end
        const lines = read.buffer.toString('utf8', 0, end).split('\n').slice(0, -1)
        const told = way(lines)
        if (told.length > 0) await appendFile(this.file, `${told.join('\n')}\n`)
      }
    } finally {
      await log.close()
    }
  }
}
