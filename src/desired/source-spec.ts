/** Where a source is and how it is to be read. `name` stands in results and references; it must hold no credentials. */
export type SourceSpec = StdinSource | PathSource | GitSource

export interface StdinSource {
  readonly kind: 'stdin'
  readonly name: string
  readonly bytes: Uint8Array
}

/** A file or folder as it lies there, with uncommitted changes. What it is (manifests, kustomization, chart) is found out. */
export interface PathSource {
  readonly kind: 'path'
  readonly name: string
  readonly path: string
  readonly helm?: HelmSettings
}

/** A folder of a repository at a revision; the working tree is not looked at. */
export interface GitSource {
  readonly kind: 'git'
  readonly name: string
  /** A URL (https, ssh, `user@host:path`) or the path of a repository on this machine. */
  readonly repository: string
  /** Branch, tag or commit. */
  readonly revision: string
  /** Inside the repository; `.` is all of it. */
  readonly folder: string
  readonly helm?: HelmSettings
}

/** Has meaning for charts only. Values files are paths on this machine (not in the repository), later ones win. */
export interface HelmSettings {
  /** Default: the name in Chart.yaml. */
  readonly release?: string
  readonly valuesFiles?: readonly string[]
  /** Paths from the root of the source's repository, at the revision that is rendered; `valuesFiles` win over them. */
  readonly valuesInRepository?: readonly string[]
  readonly set?: readonly string[]
  readonly setString?: readonly string[]
}

/** What rendering needs to know of the cluster that the manifests are for. */
export interface RenderTarget {
  /** Such as `v1.36.3`. */
  readonly kubeVersion: string
  /** `apps/v1`, `apps/v1/Deployment` …, as Helm's capabilities. */
  readonly apiVersions: readonly string[]
  /** Namespace of the release, and of manifests that name none. */
  readonly namespace: string
}
