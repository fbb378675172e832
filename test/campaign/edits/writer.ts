import type { JsonObject } from '../../../src/model/json.ts'
import type { Severity } from '../../../src/model/severity.ts'
import type { ActorClass } from '../../../src/model/field-owner.ts'
import type { Change } from './change.ts'
import type { DeltaEntry } from './delta.ts'
import type { Editing } from './edited-copy.ts'
import type { RawAnswer, RawApi } from '../../cluster/raw-api.ts'
import type { Target } from './target.ts'

/** Somebody or something that edits, as the API server sees it. */
export interface Writer {
  readonly name: string
  /** Manager that the server books the edit to; undefined where it books it to nobody else than the deployer. */
  readonly manager: string | undefined
  /** What the report may say of the writer, best first. */
  readonly actorClasses: readonly ActorClass[]
  /** What somebody else put into the writer's request. */
  readonly byAdmission?: (entry: DeltaEntry) => boolean
  /** The server books what goes through the scale sub-resource only where somebody owned the count before. */
  readonly takesOver?: boolean
  /** Who wipes the record of owners also takes away why the fields of controllers were explained: they may show up. */
  readonly wipesOwners?: boolean
  /** Where the report must say how bad it is. */
  readonly severity?: Severity
  /** Kinds and changes that this writer makes: the matrix. */
  readonly appliesTo: (target: Target, change: Change, written: string) => boolean
  /** Sends the edit; undefined where it cannot be made this way. */
  readonly send: (api: WriterApis, target: Target, change: Change, editing: Editing) => Promise<Sent | undefined>
}

/** Connections of the people and programs that write. */
export interface WriterApis {
  readonly person: RawApi
  readonly deployer: RawApi
  readonly operator: RawApi
}

export interface Sent {
  readonly answer: RawAnswer
  /** The object as the writer wanted it to be; what it leaves out is not wanted to go where the writer only adds. */
  readonly wanted: JsonObject
  /** True where something was written before the answer came, such as a deletion. */
  readonly isHalfDone?: boolean
}
