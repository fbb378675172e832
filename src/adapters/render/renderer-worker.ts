import { Worker } from 'node:worker_threads'
import { RenderFailure } from './render-error.ts'
import type { WorkerAnswer, WorkerSettings, WorkerTask } from './worker-messages.ts'

export interface RendererWorkerOptions {
  readonly url: URL
  readonly settings: WorkerSettings
  /** In ms. */
  readonly idleMs: number
  /** In ms. */
  readonly timeoutMs: number
}

/** The worker thread: started when needed, ended when idle or out of bounds. Takes one task at a time. */
export class RendererWorker {
  readonly #options: RendererWorkerOptions
  #worker: Worker | undefined
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: RendererWorkerOptions) {
    this.#options = options
  }

  /**
   * @returns what the module wrote to stdout
   * @throws RenderFailure if the task was ended or the module failed
   */
  async run(task: WorkerTask): Promise<string> {
    if (this.#closed) throw new RenderFailure('DRF2122', 'The renderer was closed. Nothing was rendered.')
    clearTimeout(this.#idle)
    const worker = this.#running()
    worker.ref()
    try {
      const answer = await this.#answer(worker, task)
      if (answer.kind === 'response') return answer.text
      throw failureOf(answer.why)
    } catch (error) {
      // Whatever state the worker is in, the next task gets a new one.
      await this.#end(worker)
      throw error
    } finally {
      if (this.#worker === worker) this.#rest(worker)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    if (this.#worker) await this.#end(this.#worker)
  }

  #running(): Worker {
    // No environment and no flags of this process; its limits of the JavaScript heap are far above what it needs.
    this.#worker ??= new Worker(this.#options.url, { workerData: this.#options.settings, env: {}, execArgv: [] })
    return this.#worker
  }

  #answer(worker: Worker, task: WorkerTask): Promise<WorkerAnswer> {
    const { timeoutMs } = this.#options
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        // By name only: the Worker listens to itself to know when its port is in use.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
        settle()
      }
      const timer = setTimeout(() => finish(() => reject(timedOut(timeoutMs))), timeoutMs)
      worker.once('message', (answer: WorkerAnswer) => finish(() => resolve(answer)))
      worker.once('error', () => finish(() => resolve({ kind: 'failed', why: 'crashed' })))
      worker.once('exit', () => finish(() => reject(this.#exited())))
      worker.postMessage(task)
    })
  }

  #exited(): RenderFailure {
    if (this.#closed)
      return new RenderFailure('DRF2122', 'The renderer was closed during a render. Nothing was rendered.')
    return failureOf('crashed')
  }

  #rest(worker: Worker): void {
    // Neither the worker nor the timer keeps a process alive that has nothing else to do.
    worker.unref()
    this.#idle = setTimeout(() => void this.#end(worker), this.#options.idleMs).unref()
  }

  async #end(worker: Worker): Promise<void> {
    if (this.#worker === worker) this.#worker = undefined
    await worker.terminate()
  }
}

function timedOut(timeoutMs: number): RenderFailure {
  return new RenderFailure('DRF2101', `Rendering was ended after ${timeoutMs / 1000} seconds. Nothing was rendered.`)
}

function failureOf(why: Extract<WorkerAnswer, { kind: 'failed' }>['why']): RenderFailure {
  switch (why) {
    case 'module-unusable':
      return new RenderFailure('DRF2120', 'The WebAssembly module of the renderer cannot be read or is damaged.')
    case 'memory':
      return new RenderFailure('DRF2102', 'Rendering needed more memory than it may have. Nothing was rendered.')
    case 'too-large':
      return new RenderFailure('DRF2103', 'The output is larger than it may be. Nothing was rendered.')
    case 'crashed':
      return new RenderFailure('DRF2100', 'The renderer ended unexpectedly. Nothing was rendered.')
  }
}
