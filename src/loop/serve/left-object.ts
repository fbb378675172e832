import type { DesiredEntry } from '../desired-state.ts'

/** An object that no source holds any more, as it was held last, at `revision`: a commit; empty where it was none. */
export interface LeftObject {
  readonly entry: DesiredEntry
  readonly revision: string
}
