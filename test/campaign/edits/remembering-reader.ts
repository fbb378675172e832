import type { ClusterReader } from '../../../src/live/cluster-reader.ts'

/**
 * The product's reader with its answers about the cluster itself kept, as they would be over one long scan. Objects and
 * dry-runs are asked for each time. Call {@link RememberingReader.forget} after edits of what is kept.
 */
export class RememberingReader implements ClusterReader {
  readonly #reader: ClusterReader
  readonly #kept = new Map<string, Promise<unknown>>()

  constructor(reader: ClusterReader) {
    this.#reader = reader
  }

  get name(): string {
    return this.#reader.name
  }

  forget(): void {
    this.#kept.clear()
  }

  #keep<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const kept = this.#kept.get(key) as Promise<Answer> | undefined
    if (kept !== undefined) return kept
    const asked = ask()
    this.#kept.set(key, asked)
    return asked
  }

  version: ClusterReader['version'] = () => this.#keep('version', () => this.#reader.version())
  discover: ClusterReader['discover'] = () => this.#keep('kinds', () => this.#reader.discover())
  openApi: ClusterReader['openApi'] = (group, version) =>
    this.#keep(`openapi ${group}/${version}`, () => this.#reader.openApi(group, version))
  mayI: ClusterReader['mayI'] = (question) => this.#keep(JSON.stringify(question), () => this.#reader.mayI(question))
  get: ClusterReader['get'] = (kind, namespace, name) => this.#reader.get(kind, namespace, name)
  dryRunCreate: ClusterReader['dryRunCreate'] = (kind, namespace, manifest) =>
    this.#reader.dryRunCreate(kind, namespace, manifest)

  list: ClusterReader['list'] = (kind, namespace) => {
    if (kind.group !== 'admissionregistration.k8s.io') return this.#reader.list(kind, namespace)
    return this.#keep(`list ${kind.kind}`, () => this.#reader.list(kind, namespace))
  }
}
