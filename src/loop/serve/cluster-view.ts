import { createHash } from 'node:crypto'
import type { TypeFacts } from '../../diff/schema/type-facts.ts'
import { readAdmission, type AdmissionConfiguration } from '../../live/admission.ts'
import type { ClusterReader, Discovery } from '../../live/cluster-reader.ts'
import type { Engines } from '../../live/engine-word.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { ClusterSchemas } from '../cluster-schemas.ts'
import { Oracle } from '../oracle.ts'
import { apiVersionsOf, type Knowledge } from '../pass.ts'
import type { RenderTarget } from '../scan-ports.ts'
import { ENGINE_KINDS, EngineBook } from './engine-book.ts'
import { LiveFacts } from './live-facts.ts'
import { RememberedOracle } from './remembered-oracle.ts'

const ADMISSION_GROUP = 'admissionregistration.k8s.io'
const ADMISSION_KINDS = ['MutatingWebhookConfiguration', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding']
const DEFINITIONS = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }

/** What changed in the view, so that the loop knows whom to assess anew. */
export type ViewChange = 'admission' | 'engines' | 'definitions' | 'facts' | 'nothing'

/**
 * What a service knows of one cluster beside the objects that Git manages: what it serves, of which types, what admission may
 * do, what engines say. Read once, then kept by the watch: each change of an object of these kinds drops what depends on it.
 */
export class ClusterView {
  readonly reader: ClusterReader
  readonly schemas: ClusterSchemas
  readonly facts: LiveFacts
  readonly oracle: RememberedOracle
  readonly knowledge: Knowledge
  #version = ''
  #discovery: Discovery = { kinds: [], failed: [] }
  #admission: Promise<AdmissionConfiguration> | undefined
  #admissionHash = ''
  #definitions = 0
  readonly #engines = new EngineBook()

  /** @param readOnly never ask for dry-run creates, whatever rights the service has */
  constructor(reader: ClusterReader, types: TypeFacts, knowledge: Knowledge, readOnly: boolean) {
    this.reader = reader
    this.knowledge = knowledge
    this.schemas = new ClusterSchemas(reader, types)
    this.facts = new LiveFacts(reader, () => this.#discovery)
    this.oracle = new RememberedOracle(new Oracle(reader, readOnly), () => `${this.#version}\n${this.#admissionHash}`)
  }

  /** Changes with everything in the view that an assessment depends on, but for facts and engines: their changes are told. */
  get mark(): string {
    return `${this.#version} ${this.#admissionHash} ${this.#definitions}`
  }

  get version(): string {
    return this.#version
  }

  /** What charts are rendered for; undefined until the cluster has answered once. */
  get target(): RenderTarget | undefined {
    if (this.#version === '') return undefined
    return { kubeVersion: this.#version, apiVersions: apiVersionsOf(this.#discovery) }
  }

  get discovery(): Discovery {
    return this.#discovery
  }

  /** Reads version and kinds anew. False where the cluster did not answer: what was known stays. */
  async refresh(): Promise<boolean> {
    const [version, discovery] = await Promise.all([this.reader.version(), this.reader.discover()])
    if (version.state !== 'found' || discovery.kinds.length === 0) return false
    this.#version = version.value
    this.#discovery = discovery
    return true
  }

  /** Kinds to watch as a whole, since the view depends on them. */
  kinds(): readonly KindInfo[] {
    const admission = ADMISSION_KINDS.map((kind) => ({ group: ADMISSION_GROUP, kind }))
    const wanted = [...admission, ...ENGINE_KINDS, DEFINITIONS]
    const served = wanted.flatMap(
      ({ group, kind }) => this.#discovery.kinds.find((one) => one.group === group && one.kind === kind) ?? [],
    )
    return [...served, ...LiveFacts.kinds(this.#discovery)]
  }

  /** The server's types are others than those under which objects were judged, which shows on none of the objects. */
  typesMoved(): void {
    this.#definitions++
  }

  async admission(): Promise<AdmissionConfiguration> {
    this.#admission ??= readAdmission(this.reader, this.#discovery)
    const read = await this.#admission
    this.#admissionHash = createHash('sha256').update(JSON.stringify(read)).digest('base64')
    if (read.state === 'unknown') this.#admission = undefined
    return read
  }

  engines(): Engines {
    return this.#engines.engines()
  }

  /** An object of one of {@link kinds} changed or came (`object`), or went. */
  changed(group: string, kind: string, namespace: string, name: string, object: JsonObject | undefined): ViewChange {
    if (group === ADMISSION_GROUP && ADMISSION_KINDS.includes(kind)) {
      this.#admission = undefined
      return 'admission'
    }
    if (ENGINE_KINDS.some((one) => one.group === group && one.kind === kind)) {
      const said = object === undefined ? this.#engines.remove(kind, namespace, name) : this.#engines.put(object)
      return said ? 'engines' : 'nothing'
    }
    if (group === DEFINITIONS.group && kind === DEFINITIONS.kind) {
      this.#definitions++
      return 'definitions'
    }
    return this.facts.forget(group, kind) ? 'facts' : 'nothing'
  }
}
