import type { KindInfo } from '../../model/kind-info.ts'
import type { ClusterReader, Discovery } from '../cluster-reader.ts'
import type { Surroundings } from './surroundings.ts'
import { unlessAborted } from './unless-aborted.ts'

/** Waits for kinds that the server does not serve, with one discovery for all who wait. */
export class ServedKinds {
  readonly #reader: ClusterReader
  readonly #surroundings: Surroundings
  readonly #everyMs: number
  #asking: Promise<Discovery> | undefined

  constructor(reader: ClusterReader, surroundings: Surroundings, everyMs: number) {
    this.#reader = reader
    this.#surroundings = surroundings
    this.#everyMs = everyMs
  }

  /** Resolves with the kind as it is served then; undefined where the signal is aborted first. */
  async appears(kind: KindInfo, signal: AbortSignal): Promise<KindInfo | undefined> {
    for (;;) {
      await this.#surroundings.sleep(this.#everyMs * (0.5 + this.#surroundings.random() / 2), signal)
      if (signal.aborted) return undefined
      const discovery = await unlessAborted(this.#discover(), signal)
      if (discovery === undefined) return undefined
      const served = discovery.kinds.find(
        ({ group, version, kind: name }) => group === kind.group && version === kind.version && name === kind.kind,
      )
      if (served !== undefined) return served
    }
  }

  #discover(): Promise<Discovery> {
    this.#asking ??= this.#reader.discover().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }
}
