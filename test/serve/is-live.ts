import type { Serving } from '../../src/compose/service/serve.ts'

/** Resolves when the first pass over everything is over. */
export async function isLive({ watching }: Pick<Serving, 'watching'>, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; ; ) {
    const states = watching.service.clusterStates()
    if (states.length > 0 && states.every(({ state }) => state === 'live')) return
    if (Date.now() > end) throw new Error(`not live in ${ms} ms: ${JSON.stringify(states)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
