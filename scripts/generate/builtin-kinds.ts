import { compareText } from '../../src/model/object-ref.ts'
import type { KindInfo } from '../../src/model/kind-info.ts'
import type { ApiClient } from '../../test/cluster/api-client.ts'

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string }
    readonly versions: readonly { readonly version: string; readonly resources: readonly Resource[] }[]
  }[]
}

interface Resource {
  readonly resource: string
  readonly responseKind: { readonly group: string; readonly version: string; readonly kind: string }
  readonly scope: 'Cluster' | 'Namespaced'
  readonly verbs: readonly string[]
}

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** The kinds that a server without custom resources serves, by group, kind and version. */
export async function builtinKinds(client: ApiClient): Promise<KindInfo[]> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => client.expect<Discovery>('GET', path, { accept: ACCEPT })),
  )
  const kinds = answers.flatMap(({ items }) =>
    items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources }) => resources.map((one) => kindOf(metadata.name ?? '', version, one))),
    ),
  )
  return kinds.sort((a, b) => compareText(orderOf(a), orderOf(b)))
}

function kindOf(group: string, version: string, { resource, responseKind, scope, verbs }: Resource): KindInfo {
  const namespaced = scope === 'Namespaced'
  return { group, version, kind: responseKind.kind, resource, namespaced, verbs: verbs.toSorted(compareText) }
}

function orderOf({ group, kind, version }: KindInfo): string {
  return [group, kind, version].join('/')
}
