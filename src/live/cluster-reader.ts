import type { CodedError } from '../model/coded-error.ts'
import type { JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'

/** What a pass needs of a cluster. Nothing here throws for what a cluster may answer: failures are results (I1, F-09). */
export interface ClusterReader {
  /** Name by R-1 (kubeconfig context unless configured). */
  readonly name: string
  version(): Promise<Reading<string>>
  /** All kinds that are served; groups that could not be read are listed, never silently absent. */
  discover(): Promise<Discovery>
  /** OpenAPI v3 document of one group version, as parsed JSON. `absent` where the server has none. */
  openApi(group: string, version: string): Promise<Reading<JsonObject>>
  get(kind: KindInfo, namespace: string, name: string): Promise<Reading<JsonObject>>
  /** Whole list, paged inside. Namespace empty = all namespaces (or cluster scope). */
  list(kind: KindInfo, namespace: string): Promise<Reading<readonly JsonObject[]>>
  /** POST with `dryRun=All&fieldValidation=Ignore`; never persists anything. */
  dryRunCreate(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<Reading<JsonObject>>
  /** SelfSubjectAccessReview; `failed` where the server would not say. */
  mayI(question: AccessQuestion): Promise<Reading<boolean>>
}

export type Reading<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'failed'; readonly reason: FailureReason; readonly error: CodedError }

export type FailureReason =
  | 'unauthorized'
  | 'forbidden'
  | 'throttled'
  | 'server-error'
  | 'unreachable'
  | 'timeout'
  | 'invalid-answer'
  | 'refused'
  | 'not-in-dump'

export interface Discovery {
  readonly kinds: readonly KindInfo[]
  readonly failed: readonly { readonly group: string; readonly version: string; readonly error: CodedError }[]
}

export interface AccessQuestion {
  readonly verb: string
  readonly group: string
  readonly resource: string
  readonly namespace: string
  readonly name?: string
  readonly subresource?: string
}
