import type { FieldOwner } from './field-owner.ts'

/**
 * One write as an audit log tells it, whatever the envelope it came in (native, EKS, GKE, AKS): only what attribution
 * uses. Bodies never get here; of a body only the field paths that it touches are kept.
 */
export interface AuditEvent {
  /** Name of the cluster in driftage. */
  readonly cluster: string
  /** With `stage` the key of an event; GKE has none of its own, there it is the insertId. */
  readonly auditId: string
  readonly verb: 'create' | 'update' | 'patch' | 'delete' | 'deletecollection'
  readonly object: AuditedObject
  /** Who authenticated. */
  readonly user: string
  /** Who was acted as; both are shown. */
  readonly impersonatedUser?: string
  /** Person behind a cloud's mapped user, such as an ARN or an e-mail address, from `user.extra`. */
  readonly cloudIdentity?: string
  readonly groups: readonly string[]
  readonly userAgent?: string
  /**
   * `fieldManager=` of the request, else the User-Agent up to the first slash: the manager that the server would book. Empty
   * where the log does not say what the request asked for (GKE): then it agrees with any manager.
   */
  readonly manager: string
  readonly sourceIps: readonly string[]
  /**
   * Response code below 300; others are dropped before. RFC 3339 in UTC, claims of the API server; of an admission review,
   * which tells no time, when it came in, on driftage's own clock.
   */
  readonly receivedAt: string
  readonly completedAt: string
  /** metadata.resourceVersion of the response; undefined below level RequestResponse. */
  readonly responseVersion?: string
  /** metadata.uid of the response or of objectRef. */
  readonly uid?: string
  /** Version that was overwritten: objectRef.resourceVersion of a PUT, or the annotation of driftage's admission policy. */
  readonly previousVersion?: {
    readonly resourceVersion: string
    readonly from: 'object-ref' | 'admission-policy' | 'admission-webhook'
    /** False where a later version may be meant, since not each attempt of a PATCH is known: then it claims none. */
    readonly isExact: boolean
  }
  /** True where the event itself shows that the write changed the object; undefined where that cannot be seen. */
  readonly changed?: true
  /** Written paths that the request body touches; undefined where the body is not there or could not be read. */
  readonly touches?: readonly string[]
  /** True where the write made the object (code 201), whatever its verb. */
  readonly created?: true
  /**
   * The entry of managedFields that this write moves, null for none. Only where the event shows both versions of the object,
   * as an admission review does; undefined elsewhere.
   */
  readonly booked?: FieldOwner | null
  /** Stands for the whole object that was written, see `contentMark`; undefined where the event does not show it. */
  readonly contentMark?: string
  readonly via: 'audit' | 'admission-webhook'
}

export interface AuditedObject {
  readonly group: string
  /** Plural, as in the URL. */
  readonly resource: string
  readonly namespace: string
  readonly name: string
  /** `scale`, `status` …; empty for the main resource. */
  readonly subresource: string
}
