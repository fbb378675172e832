import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { apply, makeNamespace, manifest, type Manifest, PER_NAMESPACE } from '../fill-cluster.ts'

/** What the real server said of one object over time; the texts differ as its versions did. */
interface Recorded {
  readonly plural: string
  readonly manifest: string
  readonly texts: Readonly<Record<Looks, string>>
}

/**
 * `deployed`: as Git says. `owned`: still so, but somebody else applied the same value and owns it as well, which only a
 * comparison can tell from drift. `edited`: somebody changed a field that Git manages.
 */
export type Looks = 'deployed' | 'owned' | 'edited'

const NAMESPACE = 'recorded'
const UID = /"uid":"[0-9a-f-]{36}"/
const VERSION = /"resourceVersion":"\d+"/

/** Many objects from two that were recorded on a real server, each with a name, a uid and versions of its own. */
export class RecordedObjects {
  readonly #kinds: readonly Recorded[]
  readonly #versions: Uint32Array
  readonly #looks: Looks[]
  #newest = 1_000_000

  private constructor(kinds: readonly Recorded[], count: number) {
    this.#kinds = kinds
    this.#versions = new Uint32Array(count).fill(this.#newest)
    this.#looks = Array.from({ length: count }, () => 'deployed')
  }

  /** Records a ConfigMap and a Deployment, and writes manifests of `count` objects like them into `source`. */
  static async record(cluster: TestCluster, source: string, count: number): Promise<RecordedObjects> {
    await makeNamespace(cluster, NAMESPACE)
    const kinds = [await record(cluster, manifest(NAMESPACE, 0)), await record(cluster, manifest(NAMESPACE, 1))]
    const recorded = new RecordedObjects(kinds, count)
    for (let first = 0; first < count; first += PER_NAMESPACE) {
      const items = Array.from({ length: PER_NAMESPACE }, (_, i) => recorded.#named(first + i, 'manifest'))
      const list = `{"apiVersion":"v1","kind":"List","items":[${items.join(',')}]}`
      writeFileSync(join(source, `${namespaceOf(first)}.json`), list)
    }
    return recorded
  }

  get count(): number {
    return this.#looks.length
  }

  get newest(): string {
    return String(this.#newest)
  }

  /** They take turns. */
  pluralOf(n: number): string {
    return this.#kindOf(n).plural
  }

  /** Number of the object at a place; undefined where there is none. */
  at(plural: string, namespace: string, name: string): number | undefined {
    const n = Number(/^many-(\d+)$/.exec(namespace)?.[1]) * PER_NAMESPACE + Number(/^object-(\d+)$/.exec(name)?.[1])
    return n < this.count && this.pluralOf(n) === plural ? n : undefined
  }

  /** The next version of one object. */
  change(n: number, looks: Looks): void {
    this.#newest += 1
    this.#versions[n] = this.#newest
    this.#looks[n] = looks
  }

  /** Numbers of the objects with a later version, in the order of their changes. */
  changedSince(version: number): readonly number[] {
    const versionOf = (n: number): number => this.#versions[n] ?? 0
    return Array.from(this.#versions.keys())
      .filter((n) => versionOf(n) > version)
      .sort((a, b) => versionOf(a) - versionOf(b))
  }

  /** One object as it is now, in JSON. */
  text(n: number): string {
    return this.#named(n, this.#looks[n] ?? 'deployed')
      .replace(UID, `"uid":"00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}"`)
      .replace(VERSION, `"resourceVersion":"${this.#versions[n]}"`)
  }

  #named(n: number, what: Looks | 'manifest'): string {
    const kind = this.#kindOf(n)
    return (what === 'manifest' ? kind.manifest : kind.texts[what])
      .replace(`"namespace":"${NAMESPACE}"`, `"namespace":"${namespaceOf(n)}"`)
      .replace(/"name":"object-[01]"/, `"name":"object-${n % PER_NAMESPACE}"`)
  }

  #kindOf(n: number): Recorded {
    return this.#kinds[n % this.#kinds.length] as Recorded
  }
}

function namespaceOf(n: number): string {
  return `many-${Math.floor(n / PER_NAMESPACE)}`
}

async function record(cluster: TestCluster, wanted: Manifest): Promise<Recorded> {
  const [group, plural, field, edit] =
    wanted.kind === 'ConfigMap'
      ? ['/api/v1', 'configmaps', { data: wanted.data }, { data: { key: 'edited' } }]
      : ['/apis/apps/v1', 'deployments', { spec: wanted.spec }, { spec: { replicas: 3 } }]
  const path = `${group}/namespaces/${NAMESPACE}/${plural}/${wanted.metadata.name}`
  const read = async (): Promise<string> => JSON.stringify(await cluster.admin.expect('GET', path))
  await apply(cluster, wanted)
  const deployed = await read()
  const { apiVersion, kind, metadata } = wanted
  await cluster.as('bob').expect('PATCH', `${path}?fieldManager=kubectl`, {
    body: { apiVersion, kind, metadata: { name: metadata.name, namespace: NAMESPACE }, ...field },
    contentType: 'application/apply-patch+yaml',
  })
  const owned = await read()
  await cluster.as('alice').expect('PATCH', `${path}?fieldManager=kubectl-edit`, {
    body: edit,
    contentType: 'application/merge-patch+json',
  })
  return { plural, manifest: JSON.stringify(wanted), texts: { deployed, owned, edited: await read() } }
}
