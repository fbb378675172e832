import { NAMESPACE } from '../witness.ts'
import type { Canaries } from './canaries.ts'

/** Secrets that no API server takes as they are, and secrets under other names. */
export function invalidSecrets(canaries: Canaries): readonly object[] {
  const v = (name: string) => canaries.value(`invalid ${name}`)
  let count = 0
  const secret = (more: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `invalid-${count++}`, namespace: NAMESPACE },
    ...more,
  })
  const number = Number(canaries.known('invalid number', '81726354908172'))
  return [
    secret({ stringData: { key: number } }),
    secret({ stringData: { key: [v('list')] } }),
    secret({ stringData: { key: { inner: v('map') } } }),
    secret({ stringData: { key: true, other: null, plain: v('beside null') } }),
    secret({ data: { key: `%${v('no base64')}%` } }),
    secret({ data: { key: number } }),
    secret({ data: v('data is text') }),
    secret({ data: [v('data is a list')] }),
    secret({ data: { key: v('data') }, stringData: { key: v('stringData on data') } }),
    secret({ [v('a key at the root')]: 'x' }),
    secret({ kind: 'secret', data: { key: v('kind in lower case') } }),
    secret({ apiVersion: 'V1', data: { key: v('version in upper case') } }),
    secret({ apiVersion: '/v1', data: { key: v('an empty group') } }),
    secret({ kind: 'ConfigMap', type: 'Opaque', stringData: { password: v('a Secret as ConfigMap') } }),
    secret({ kind: 'ConfigMap', type: 'Opaque', data: { password: v('data of a Secret as ConfigMap') } }),
    {
      apiVersion: 'v1',
      kind: 'SecretList',
      items: [{ metadata: { name: 'listed' }, stringData: { key: v('in a list') } }],
    },
    { apiVersion: 'v1', kind: 'Secret', stringData: { key: v('without a name') } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: { [v('name is a map')]: 1 } } },
  ]
}
