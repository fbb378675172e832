/**
 * What went wrong, as a value: results carry it, views print it. `message` says what happened and why, then what to do,
 * then what state things are in. It never holds a value from a manifest, since that could be a secret.
 */
export interface CodedError {
  /** Permanent code from the catalogue, such as `DRF3004`. */
  readonly code: string
  readonly message: string
  /** Where: a file (with line) of a source, an object, a URL without credentials. */
  readonly place?: string
}
