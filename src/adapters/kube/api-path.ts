import type { KindInfo } from '../../model/kind-info.ts'

/** Path of a group version: `/api/v1`, `/apis/apps/v1`. */
export function groupVersionPath(group: string, version: string): string {
  return group === '' ? `/api/${segment(version)}` : `/apis/${segment(group)}/${segment(version)}`
}

/** Path of all objects of a kind; in one namespace where the kind has them and one is given. */
export function collectionPath(kind: KindInfo, namespace: string): string {
  const scope = kind.namespaced && namespace !== '' ? `/namespaces/${segment(namespace)}` : ''
  return `${groupVersionPath(kind.group, kind.version)}${scope}/${segment(kind.resource)}`
}

export function objectPath(kind: KindInfo, namespace: string, name: string): string {
  return `${collectionPath(kind, namespace)}/${segment(name)}`
}

/** `Deployment shop/web`, for messages. */
export function objectInWords(kind: KindInfo, namespace: string, name: string): string {
  return `${kind.kind} ${kind.namespaced && namespace !== '' ? `${namespace}/` : ''}${name}`
}

/** Names come from manifests. `encodeURIComponent` leaves dots, and a URL would resolve `..` to another path. */
function segment(text: string): string {
  return text === '.' || text === '..' ? text.replaceAll('.', '%252E') : encodeURIComponent(text)
}
