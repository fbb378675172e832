/** Path patterns that many rules share. */
export function annotations(...names: readonly string[]): readonly string[] {
  return names.map((name) => `.metadata.annotations[${JSON.stringify(name)}]`)
}

export function labels(...names: readonly string[]): readonly string[] {
  return names.map((name) => `.metadata.labels[${JSON.stringify(name)}]`)
}

export function finalizers(...names: readonly string[]): readonly string[] {
  return names.map((name) => `.metadata.finalizers[=${JSON.stringify(name)}]`)
}

export function templateAnnotations(...names: readonly string[]): readonly string[] {
  return names.map((name) => `.spec.template.metadata.annotations[${JSON.stringify(name)}]`)
}

/** Where webhook configurations hold the certificate that the API server checks the webhook against. */
export const WEBHOOK_CA = '.webhooks[*].clientConfig.caBundle'
const APISERVICE_CA = '.spec.caBundle'
const CRD_CA = '.spec.conversion.webhook.clientConfig.caBundle'

export const WEBHOOK_KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const
export const CA_KINDS = [...WEBHOOK_KINDS, 'CustomResourceDefinition', 'APIService'] as const
export const CA_GROUPS = ['admissionregistration.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io'] as const
export const CA_PATHS = [WEBHOOK_CA, APISERVICE_CA, CRD_CA] as const

export const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const
