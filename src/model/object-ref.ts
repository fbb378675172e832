/**
 * Names one object for ever: no version, no uid. `group` is empty for the core group, `namespace` is empty for
 * cluster-scoped objects. `cluster` is the configured name, else `--cluster-name`, else the kubeconfig context.
 */
export interface ObjectRef {
  readonly cluster: string
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** `prod-eu/apps/Deployment/shop/web`; `-` stands for the core group and for cluster scope. */
export function printRef(ref: ObjectRef): string {
  return [ref.cluster, ref.group || '-', ref.kind, ref.namespace || '-', ref.name].map(encodePart).join('/')
}

/** Inverse of {@link printRef}; undefined where the text is not a reference. */
export function parseRef(text: string): ObjectRef | undefined {
  const parts = text.split('/')
  if (parts.length !== 5) return undefined
  const decoded = parts.map(decodePart)
  if (decoded.some((part) => part === undefined || part === '')) return undefined
  const [cluster, group, kind, namespace, name] = decoded as [string, string, string, string, string]
  return {
    cluster,
    group: parts[1] === '-' ? '' : group,
    kind,
    namespace: parts[3] === '-' ? '' : namespace,
    name,
  }
}

/** Sort order of every list of objects that driftage prints: by the parts of the written reference. */
export function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return (
    compareText(a.cluster, b.cluster) ||
    compareText(a.group, b.group) ||
    compareText(a.kind, b.kind) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.name, b.name)
  )
}

/** By UTF-16 code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function encodePart(part: string): string {
  // A part that is itself a dash would read as "none", so it is written in its encoded form.
  return part.replaceAll('%', '%25').replaceAll('/', '%2F')
}

function decodePart(part: string): string | undefined {
  if (/%(?!25|2[Ff])/.test(part)) return undefined
  return part.replace(/%2[Ff]/g, '/').replaceAll('%25', '%')
}
