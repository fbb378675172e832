import { NAMESPACE } from '../witness.ts'

/** A definition of a kind with an integer of 64 bits and a free part. */
export function crd(plural: string, kind: string): object {
  const free = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  const properties = { size: { type: 'integer', format: 'int64' }, free }
  const schema = { type: 'object', properties: { spec: { type: 'object', properties } } }
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: { group: 'example.com', scope: 'Namespaced', names: { plural, kind }, versions: [version] },
  }
}

export function widget(kind: string, version: string, name: string, size: number): object {
  return { apiVersion: `example.com/${version}`, kind, metadata: { name, namespace: NAMESPACE }, spec: { size } }
}

/** An aggregated API whose server is not there. */
export function brokenApiService(): object {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.metrics.example.com' },
    spec: {
      group: 'metrics.example.com',
      version: 'v1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { name: 'gone', namespace: 'default' },
    },
  }
}
