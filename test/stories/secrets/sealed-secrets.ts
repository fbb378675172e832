/** Enough of the definition of Bitnami's kind, with lists whose members stand in field paths. */
export function sealedSecretDefinition(): object {
  const preserve = { 'x-kubernetes-preserve-unknown-fields': true }
  const text = { type: 'string' }
  const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: text }
  const login = { type: 'object', required: ['token'], properties: { token: text, role: text } }
  const map = { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['token'], items: login }
  const spec = { type: 'object', ...preserve, properties: { tokens: set, logins: map } }
  const openAPIV3Schema = { type: 'object', ...preserve, properties: { spec } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'sealedsecrets.bitnami.com' },
    spec: {
      group: 'bitnami.com',
      scope: 'Namespaced',
      names: { plural: 'sealedsecrets', kind: 'SealedSecret' },
      versions: [{ name: 'v1alpha1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  }
}
