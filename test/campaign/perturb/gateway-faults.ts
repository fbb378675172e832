import type { OpenStream } from '../../live/fault-gateway.ts'
import type { Stage } from './stage.ts'

/** Streams of the kinds that the script changes. */
const WATCHED = /\/(deployments|configmaps|widgets)\?/

export function streams({ gateway }: Stage, resource?: string): readonly OpenStream[] {
  const of = resource === undefined ? WATCHED : new RegExp(`/${resource}\\?`)
  return [...gateway.streams].filter(({ path }) => of.test(path))
}

/** Waits until a watch of each kind is open. */
export async function watchesAreOpen(stage: Stage): Promise<void> {
  const resources = ['deployments', 'configmaps', 'widgets']
  await stage.waitFor('watches are open', () =>
    Promise.resolve(resources.every((resource) => streams(stage, resource).length > 0)),
  )
}

/** Nothing gets through, in any direction. */
export function partition({ gateway }: Stage): void {
  gateway.interference = () => (response) => response.destroy()
  for (const stream of gateway.streams) stream.end()
}

export function heal({ gateway }: Stage): void {
  gateway.interference = () => undefined
}

/** What a server says in a stream whose version it no longer has. */
export function sayExpired(stage: Stage): void {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410, metadata: {} }
  for (const stream of streams(stage)) stream.inject(`${JSON.stringify({ type: 'ERROR', object: status })}\n`)
}
