import { isList, stringAt, type Json } from '../model/json.ts'
import type { Frame } from './cursor.ts'

/** Fields that the server fills with a value of its own choice, where Git is silent. */
interface Allocation {
  readonly group: string
  readonly kind: string
  /** Field names from the root; `*` stands for an element of a list. */
  readonly path: readonly string[]
  readonly looksRight: (value: Json) => boolean
  /** True where somebody may ask for a value of his own. */
  readonly choosable?: boolean
}

const IP = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/
const isIp = (value: Json): boolean => typeof value === 'string' && IP.test(value)
const isPort = (value: Json): boolean => typeof value === 'number' && value > 0 && value < 65_536

const isText = (value: Json): boolean => typeof value === 'string'
const isFamilies = (value: Json): boolean => isList(value) && value.every((one) => one === 'IPv4' || one === 'IPv6')
const isCount = (value: Json): boolean => typeof value === 'string' && /^\d+$/.test(value)

/**
 * By which the Job controller finds the pods of a Job; the server writes them into its template, where nobody can change
 * them. On the Job itself somebody can, so there a rule compares them with the Job's own uid and name.
 */
const JOB_LABELS = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name', 'controller-uid', 'job-name']

function jobLabel(name: string): Allocation {
  const path = ['spec', 'template', 'metadata', 'labels', name]
  return { group: 'batch', kind: 'Job', path, looksRight: isText, choosable: true }
}

/** The finalizer that keeps a volume as long as it is used. */
function protection(group: string, kind: string, finalizer: string): Allocation {
  return { group, kind, path: ['metadata', 'finalizers', '*'], looksRight: (value) => value === finalizer }
}

const ALLOCATIONS: readonly Allocation[] = [
  { group: '', kind: 'Namespace', path: ['metadata', 'labels', 'kubernetes.io/metadata.name'], looksRight: isText },
  { group: '', kind: 'Service', path: ['spec', 'ipFamilies'], looksRight: isFamilies },
  {
    group: 'apps',
    kind: 'DaemonSet',
    path: ['metadata', 'annotations', 'deprecated.daemonset.template.generation'],
    looksRight: isCount,
  },
  {
    group: 'batch',
    kind: 'Job',
    path: ['spec', 'selector'],
    looksRight: (value) => stringAt(value, 'matchLabels', 'batch.kubernetes.io/controller-uid') !== undefined,
  },
  ...JOB_LABELS.map(jobLabel),
  protection('', 'PersistentVolume', 'kubernetes.io/pv-protection'),
  protection('', 'PersistentVolumeClaim', 'kubernetes.io/pvc-protection'),
  protection('storage.k8s.io', 'VolumeAttributesClass', 'kubernetes.io/vac-protection'),
  { group: '', kind: 'Service', path: ['spec', 'clusterIP'], looksRight: isIp, choosable: true },
  {
    group: '',
    kind: 'Service',
    path: ['spec', 'clusterIPs'],
    looksRight: (v) => isList(v) && v.every((ip) => isIp(ip) || ip === 'None'),
    choosable: true,
  },
  { group: '', kind: 'Service', path: ['spec', 'ports', '*', 'nodePort'], looksRight: isPort, choosable: true },
  { group: '', kind: 'Service', path: ['spec', 'healthCheckNodePort'], looksRight: isPort, choosable: true },
]

type KindName = { readonly group: string; readonly kind: string }

/** Whether the live-only value at the top frame stands where the server allocates, and looks like it. */
export function allocatedBy(frames: readonly Frame[], kind: KindName): boolean {
  return allocationAt(frames, kind) !== undefined
}

/** Whether somebody may ask for a value of his own there. Then he owns it, while what the server allocates is nobody's. */
export function isChoosable(frames: readonly Frame[], kind: KindName): boolean {
  return allocationAt(frames, kind)?.choosable === true
}

function allocationAt(frames: readonly Frame[], { group, kind }: KindName): Allocation | undefined {
  const value = (frames[frames.length - 1] as Frame).right as Json
  return ALLOCATIONS.find(
    (one) => one.group === group && one.kind === kind && matches(one.path, frames) && one.looksRight(value),
  )
}

function matches(path: readonly string[], frames: readonly Frame[]): boolean {
  if (path.length !== frames.length - 1) return false
  return path.every((step, i) => {
    const taken = (frames[i + 1] as Frame).step
    return typeof taken === 'string' ? taken === step : step === '*'
  })
}
