import type { RulePlace } from '../../../src/diff/defaults-table.ts'
import type { Json } from '../../../src/model/json.ts'
import { compareText } from '../../../src/model/object-ref.ts'
import { featuresOf, type Feature } from './features.ts'
import type { Observation } from './observe.ts'

/** One field on which one probe was silent, and what the server put there. */
export interface Case {
  readonly place: RulePlace
  readonly value: Json | undefined
  readonly features: ReadonlyMap<string, Feature>
  /** The features of what was sent. */
  readonly sent: ReadonlyMap<string, Feature>
}

/** What the server allocates, takes from the request's user or from the clock: no rule can tell it. */
const LEFT_OUT = new Set([
  'io.k8s.api.batch.v1.JobSpec selector',
  'io.k8s.api.certificates.v1.CertificateSigningRequestSpec extra',
  'io.k8s.api.certificates.v1.CertificateSigningRequestSpec groups',
  'io.k8s.api.certificates.v1.CertificateSigningRequestSpec uid',
  'io.k8s.api.certificates.v1.CertificateSigningRequestSpec username',
  'io.k8s.api.core.v1.NodeSpec podCIDR',
  'io.k8s.api.core.v1.NodeSpec podCIDRs',
  'io.k8s.api.core.v1.NodeSpec taints',
  'io.k8s.api.core.v1.ServicePort nodePort',
  'io.k8s.api.core.v1.ServiceSpec clusterIP',
  'io.k8s.api.core.v1.ServiceSpec clusterIPs',
  'io.k8s.api.core.v1.ServiceSpec healthCheckNodePort',
  'io.k8s.api.core.v1.ServiceSpec ipFamilies',
  'io.k8s.api.resource.v1.DeviceTaint timeAdded',
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector matchLabels.*',
])

/** Values of maps that the server generates, by key. */
const GENERATED_KEYS = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
  'kubernetes.io/metadata.name',
])

/** The cases of each field, by component and field. */
export function casesByField(observations: readonly Observation[]): Map<string, Case[]> {
  const byField = new Map<string, Case[]>()
  for (const observation of observations) {
    for (const [id, one] of casesOf(observation)) {
      const known = byField.get(id)
      if (known === undefined) byField.set(id, [one])
      else known.push(one)
    }
  }
  return new Map([...byField].sort(([a], [b]) => compareText(a, b)))
}

function casesOf({ component, kind, holders, desired, position, silent }: Observation): [string, Case][] {
  const fields = silent.filter(({ field, key }) => !LEFT_OUT.has(`${component} ${field}`) && !GENERATED_KEYS.has(key))
  const around = { component, kind, holders, desired, position, field: '', key: '' }
  const features = featuresOf(around)
  const sent = featuresOf({ ...around, holders: desired.map((one) => one ?? {}) })
  return fields.map(({ field, key, value }) => {
    const place = { ...around, field, key }
    return [`${component} ${field}`, { place, value, sent, features: key === '' ? features : featuresOf(place) }]
  })
}
