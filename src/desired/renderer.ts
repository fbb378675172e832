import type { CodedError } from '../model/coded-error.ts'

/** Files by path relative to the root, with slashes. Only what is in here can be read by a render. */
export type FileTree = ReadonlyMap<string, Uint8Array>

/** Has the meaning of the flags of `helm template`. All paths are relative to the root of `files`. */
export interface RenderRequestHelm {
  readonly kind: 'helm'
  readonly files: FileTree
  /** The chart's folder, or its `.tgz` archive. Dependencies must be vendored in its `charts/`. */
  readonly chartDir: string
  readonly releaseName: string
  readonly namespace: string
  /** Merged in order, later ones win. */
  readonly valuesFiles: readonly string[]
  /** Lines of `--set`, then `--set-string`, then `--set-file`: each later kind wins over the earlier ones. */
  readonly set: readonly string[]
  readonly setString: readonly string[]
  readonly setFile: readonly string[]
  /** Such as `1.36.3`; decides `.Capabilities.KubeVersion` and the chart's own constraint. */
  readonly kubeVersion: string
  /** `group/version` or `group/version/Kind`, added to what Helm knows by itself. */
  readonly apiVersions: readonly string[]
  readonly includeCrds: boolean
  /** `.Release.IsUpgrade` instead of `.Release.IsInstall`. Default: true. */
  readonly isUpgrade?: boolean
  /** Leaves out hooks of the event `test`. Default: false. */
  readonly skipTests?: boolean
  /** Default: false, so values that break the chart's schema are an error. */
  readonly skipSchemaValidation?: boolean
}

/** `kustomize build` of the folder that holds the kustomization file. */
export interface RenderRequestKustomize {
  readonly kind: 'kustomize'
  readonly files: FileTree
  readonly dir: string
}

/** A folder as Flux's kustomize-controller builds it. */
export interface RenderRequestFlux {
  readonly kind: 'flux'
  readonly files: FileTree
  /** The Kustomization's `spec.path`. */
  readonly dir: string
  /** The `kustomize.toolkit.fluxcd.io` object. */
  readonly kustomization: Readonly<Record<string, unknown>>
  /** What the object's `substituteFrom` refers to, read and merged by the caller. Default: none. */
  readonly substituteFrom?: Readonly<Record<string, string>>
  /** Patterns in the format of `.gitignore`: the source's `spec.ignore`. Default: none. */
  readonly ignore?: string
}

export type RenderRequest = RenderRequestHelm | RenderRequestKustomize | RenderRequestFlux

/** One YAML document. */
export interface RenderedDocument {
  /** The template, CRD or resource file that it came from, relative to the root; empty where that is not known. */
  readonly file: string
  readonly content: string
  /** It stands in a chart's `crds/` folder, which Helm installs but never upgrades. */
  readonly crd: boolean
  /** Helm's hook events; empty for an ordinary resource. */
  readonly hooks: readonly string[]
}

/** A template whose output is not a function of Git alone, so that it cannot be compared with what runs. */
export interface TemplateTrait {
  /** The template that gives documents, even where a helper that it includes does the deed. */
  readonly file: string
  readonly uses: 'lookup' | 'release-revision' | 'random' | 'time'
}

export interface RenderError extends CodedError {
  readonly file?: string
  /** From 1. */
  readonly line?: number
}

export interface RenderSuccess {
  readonly ok: true
  /** In the order in which the engine prints them. */
  readonly documents: readonly RenderedDocument[]
  readonly nondeterministic: readonly TemplateTrait[]
  readonly warnings: readonly string[]
  readonly engine: { readonly name: string; readonly version: string }
}

export type RenderResult = RenderSuccess | { readonly ok: false; readonly error: RenderError }

export interface Renderer {
  /** Never throws for what is in the files, nor for running out of time or memory: that is a result with a code. */
  render(request: RenderRequest): Promise<RenderResult>
  /** Ends whatever is running. Later renders fail. */
  close(): Promise<void>
}
