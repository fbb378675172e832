import { isList, type Json } from '../model/json.ts'
import type { Frame } from './cursor.ts'

/** Fields that the server fills with a value of its own choice, in nobody's name, where Git is silent. */
interface Allocation {
  readonly group: string
  readonly kind: string
  /** Field names from the root; `*` stands for an element of a list. */
  readonly path: readonly string[]
  readonly looksRight: (value: Json) => boolean
}

const IP = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/
const isIp = (value: Json): boolean => typeof value === 'string' && IP.test(value)
const isPort = (value: Json): boolean => typeof value === 'number' && value > 0 && value < 65_536

const ALLOCATIONS: readonly Allocation[] = [
  { group: '', kind: 'Service', path: ['spec', 'clusterIP'], looksRight: isIp },
  { group: '', kind: 'Service', path: ['spec', 'clusterIPs'], looksRight: (v) => isList(v) && v.every((ip) => isIp(ip) || ip === 'None') },
  { group: '', kind: 'Service', path: ['spec', 'ports', '*', 'nodePort'], looksRight: isPort },
  { group: '', kind: 'Service', path: ['spec', 'healthCheckNodePort'], looksRight: isPort },
]

/** Whether the live-only value at the top frame stands where the server allocates, and looks like it. */
export function allocatedBy(frames: readonly Frame[], kind: { readonly group: string; readonly kind: string }): boolean {
  const value = (frames[frames.length - 1] as Frame).right as Json
  return ALLOCATIONS.some(
    (one) => one.group === kind.group && one.kind === kind.kind && matches(one.path, frames) && one.looksRight(value),
  )
}

function matches(path: readonly string[], frames: readonly Frame[]): boolean {
  if (path.length !== frames.length - 1) return false
  return path.every((step, i) => {
    const taken = (frames[i + 1] as Frame).step
    return typeof taken === 'string' ? taken === step : step === '*'
  })
}
