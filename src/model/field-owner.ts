/** Who the API server records as writer of a field: one entry of managedFields, without its field set. */
export interface FieldOwner {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  /** `scale`, `status` …; empty for the main resource. */
  readonly subresource: string
  /** RFC 3339, whole seconds. Missing for entries of the scale subresource and second appliers of equal values. */
  readonly time: string | undefined
}

/** What kind of writer put a value there. A class, never a person: persons need evidence that an object does not carry. */
export type ActorClass = 'person' | 'deployer' | 'controller' | 'admission' | 'unknown'

export const ACTOR_CLASSES: readonly ActorClass[] = ['person', 'deployer', 'controller', 'admission', 'unknown']
