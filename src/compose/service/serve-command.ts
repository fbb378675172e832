import { resolve } from 'node:path'
import { createLog, type ServiceLog } from '../../adapters/log/create-log.ts'
import type { ServeArguments } from '../../surfaces/cli/arguments/serve.ts'
import type { ServiceStarted, Talk } from '../../surfaces/cli/ports.ts'
import { lazyRenderer } from '../sources.ts'
import { askedConfig } from './asked-config.ts'
import { followConfig } from './follow-config.ts'
import { keepHeapSmall } from './heap-growth.ts'
import { serve, type Serving } from './serve.ts'

/** Runs the service for the command line: until the signal, then an orderly end. @throws DriftageError as `serve` */
export async function serveCommand(asked: ServeArguments, talk: Talk, version: string): Promise<ServiceStarted> {
  keepHeapSmall()
  const { from } = asked
  const config = await askedConfig(from)
  const log = createLog({ level: asked.logLevel })
  const renderer = lazyRenderer(from.kind === 'flags' ? from.desired.renderWith : undefined)
  const serving = await serve({ config, version, renderer, log })
  log.info('Started', { origin: serving.origin, clusters: config.clusters.length, sources: config.sources.length })
  if (from.kind === 'config') {
    const { signal } = talk
    void followConfig({ file: resolve(from.file), config, log, signal, apply: serving.take, renew: serving.renew })
  }
  return { origin: serving.origin, ended: endedBy(talk.signal, serving, log) }
}

async function endedBy(signal: AbortSignal, serving: Serving, log: ServiceLog): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((aborted) => signal.addEventListener('abort', () => aborted(), { once: true }))
  }
  log.info('Stopping')
  await serving.stop()
}
