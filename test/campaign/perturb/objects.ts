import { settings, web } from '../../stories/base/manifests.ts'

const GROUP = 'perturb.example.com'

export const WIDGETS = `/apis/${GROUP}/v1/widgets`
export const DEFINITION_PATH = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.${GROUP}`

/** What Git says at first, by file. `legacy` is deleted and made anew; `api` is changed, and changed back by the engine. */
export const MANIFESTS = {
  'web.json': web({ image: 'nginx:1' }),
  'api.json': { ...web({ image: 'api:1' }), metadata: { name: 'api' } },
  'settings.json': settings('settings', { mode: 'usual', level: '1' }),
  'legacy.json': settings('legacy', { note: 'first' }),
  'wheel.json': {
    apiVersion: `${GROUP}/v1`,
    kind: 'Widget',
    metadata: { name: 'wheel' },
    spec: { color: 'red', spokes: [{ name: 'one', length: 1 }] },
  },
} as const

export type ManifestFile = keyof typeof MANIFESTS

/** @param defaults of fields of `.spec` */
export function widgetDefinition(defaults: Readonly<Record<string, unknown>> = {}): object {
  const spoke = { type: 'object', properties: { name: { type: 'string' }, length: { type: 'integer' } } }
  const properties = {
    color: { type: 'string' },
    size: { type: 'integer', ...('size' in defaults ? { default: defaults['size'] } : {}) },
    spokes: {
      type: 'array',
      items: { ...spoke, required: ['name'] },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    },
  }
  const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object', properties } } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  }
}

/** Where one object is reached. */
export function pathOf(namespace: string, file: ManifestFile): string {
  const { kind, metadata, apiVersion } = MANIFESTS[file] as {
    readonly kind: 'Deployment' | 'ConfigMap' | 'Widget'
    readonly apiVersion: string
    readonly metadata: { readonly name: string }
  }
  const plural = { Deployment: 'deployments', ConfigMap: 'configmaps', Widget: 'widgets' }[kind]
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  return `${root}/namespaces/${namespace}/${plural}/${metadata.name}`
}
