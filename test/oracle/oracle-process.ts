import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { canonicalJson, type Json, type JsonObject } from '../../src/model/json.ts'
import { ensureTool } from '../../tools/build.mjs'
import type { Answer, Oracle } from './oracle-answers.ts'

/** Starts the oracle, building it first where it is missing. Close it, or the test process does not end. */
export async function startOracle(): Promise<Oracle> {
  const { dir } = await ensureTool('oracle')
  const lines = new LineProtocol(spawn(join(dir, 'oracle')))
  return {
    schema: (schemaId, schema) => lines.ask({ kind: 'schema', schemaId, schema }),
    compare: (type, lhs, rhs) => lines.ask({ kind: 'compare', ...type, lhs, rhs }),
    fieldSet: (type, object) => lines.ask({ kind: 'fieldset', ...type, object }),
    fieldSets: (op, a, b) => lines.ask({ kind: 'fieldsets', op, a, b }),
    quantity: (a, b) => lines.ask({ kind: 'quantity', a, b }),
    duration: (a, b) => lines.ask({ kind: 'duration', a, b }),
    yaml: (text, dialect) => lines.ask({ kind: 'yaml', text, dialect }),
    close: () => lines.close(),
  }
}

interface Waiting {
  resolve(line: string): void
  reject(error: Error): void
}

/** One request and one response a line, in the same order, so that requests need no numbers. */
class LineProtocol {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting: Waiting[] = []
  readonly #exited: Promise<unknown>
  #stderr = ''
  #ended: Error | undefined

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    this.#exited = once(child, 'exit')
    createInterface({ input: child.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(line))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // The first lines name the cause; a crash of Go prints thousands more.
      this.#stderr = (this.#stderr + text).slice(0, 2000)
    })
    // A write to a process that has just died; `close` reports its end.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => this.#end(error))
    child.on('close', (code) => this.#end(new Error(`The oracle ended with code ${code}: ${this.#stderr.trim()}`)))
  }

  async ask<T>(request: JsonObject): Promise<Answer<T>> {
    const line = await this.#send(request)
    const answer = JSON.parse(line) as { result: T; error?: string }
    return answer.error === undefined ? { result: answer.result } : { refused: answer.error }
  }

  #send(request: Json): Promise<string> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#child.stdin.write(`${canonicalJson(request)}\n`)
    })
  }

  #end(error: Error): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#ended)
  }

  async close(): Promise<void> {
    this.#child.stdin.end()
    await this.#exited
  }
}
