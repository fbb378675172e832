import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, type JsonObject } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'

/**
 * Documents on disk. Whatever goes wrong here is a miss or a document that is not kept, and never an error: the server
 * has it all.
 */
export class OpenApiCache {
  readonly #dir: string

  /** @param dir made where missing, readable only by the user */
  constructor(dir: string) {
    this.#dir = dir
  }

  async read(key: string): Promise<JsonObject | undefined> {
    try {
      const document = parseLossless(await readFile(this.#file(key), 'utf8'))
      return isObject(document) ? document : undefined
    } catch {
      return undefined
    }
  }

  /** Appears as a whole or not at all, also where several processes write it. */
  async write(key: string, document: JsonObject): Promise<void> {
    const file = this.#file(key)
    const unfinished = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
    try {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 })
      await writeFile(unfinished, stringifyLossless(document), { mode: 0o600, flag: 'wx' })
      await rename(unfinished, file)
    } catch {
      await rm(unfinished, { force: true }).catch(() => {})
    }
  }

  #file(key: string): string {
    return join(this.#dir, `${createHash('sha256').update(key).digest('hex')}.json`)
  }
}
