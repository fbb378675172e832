import type { ClusterUser } from '../../test/cluster/users.ts'

/** One command that somebody ran against the cluster, past Git. */
export interface Deed {
  readonly by: ClusterUser
  /** Arguments of kubectl. */
  readonly args: readonly string[]
  /** Default none. */
  readonly env?: Readonly<Record<string, string>>
}

/** What happened to the shop in one night: an incident, a debugging session, a forgotten clean-up, two controllers. */
export function driftOfTheDemo(): readonly Deed[] {
  return [...incident(), ...debugging(), ...cleanUp(), ...controllers()]
}

function incident(): readonly Deed[] {
  return [
    shop('alice', 'set', 'image', 'deployment/web', 'web=registry.example.com/shop/web:4.2.1-hotfix'),
    shop('bob', 'scale', 'deployment/web', '--replicas=6'),
    { ...shop('alice', 'edit', 'configmap/checkout'), env: { KUBE_EDITOR: 'sed -i s/5s/30s/' } },
    patch('alice', 'secret/payment', 'merge', { stringData: { 'api-key': 'example-key-from-a-terminal' } }),
  ]
}

function debugging(): readonly Deed[] {
  const container = '/spec/template/spec/containers/0'
  return [
    shop('alice', 'set', 'env', 'deployment/web', '-c', 'web', 'DEBUG=all'),
    patch('alice', 'deployment/web', 'json', [{ op: 'remove', path: `${container}/readinessProbe` }]),
    patch('alice', 'deployment/web', 'json', [
      { op: 'replace', path: `${container}/securityContext/allowPrivilegeEscalation`, value: true },
    ]),
    patch('bob', 'role/support', 'json', [
      { op: 'add', path: '/rules/-', value: { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] } },
    ]),
    patch('alice', 'networkpolicy/checkout', 'json', [
      { op: 'add', path: '/spec/ingress/0/from/-', value: { namespaceSelector: {} } },
    ]),
    { by: 'bob', args: ['label', 'namespace', 'shop', 'pod-security.kubernetes.io/enforce-'] },
  ]
}

function cleanUp(): readonly Deed[] {
  return [shop('bob', 'delete', 'poddisruptionbudget/web'), shop('bob', 'label', 'deployment/web', 'on-call=bob')]
}

function controllers(): readonly Deed[] {
  const steps = '/spec/template/spec/initContainers'
  const image = 'registry.example.com/shop/web:4.2.0'
  const [migrate, warm] = [
    { name: 'migrate', image, command: ['/web', 'migrate'] },
    { name: 'warm-cache', image, command: ['/web', 'warm'] },
  ]
  const proxy = { name: 'proxy', image: 'registry.example.com/mesh/proxy:1.4', args: ['sidecar'] }
  return [
    patch(
      'operator',
      'deployment/web',
      'json',
      [{ op: 'replace', path: steps, value: [warm, migrate] }],
      'step-sorter',
    ),
    patch(
      'operator',
      'deployment/checkout',
      'json',
      [{ op: 'add', path: '/spec/template/spec/containers/-', value: proxy }],
      'mesh-operator',
    ),
  ]
}

function shop(by: ClusterUser, ...args: string[]): Deed {
  return { by, args: [...args, '--namespace=shop'] }
}

function patch(by: ClusterUser, object: string, type: 'json' | 'merge', value: object, manager?: string): Deed {
  const named = manager === undefined ? [] : [`--field-manager=${manager}`]
  return shop(by, 'patch', object, `--type=${type}`, `--patch=${JSON.stringify(value)}`, ...named)
}
