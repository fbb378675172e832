import type { OpenStore, StorePlace } from '../../../src/adapters/sql/open-store.ts'
import type { WatchTimes } from '../../../src/live/watch/surroundings.ts'
import type { TestEngine } from '../../store/engines.ts'
import type { EndState } from './end-state.ts'
import type { StepName } from './script.ts'
import type { Stage } from './stage.ts'

/** One fault that the script is played under. */
export interface Perturbation {
  /** Id of the fault list. */
  readonly id: string
  /** What happens, such as `the API server is killed between the changes`. */
  readonly what: string
  /** The only engine that can be hit by it; default any. */
  readonly engine?: TestEngine['name']
  /** How audit events reach the service; default the file that the API server writes. */
  readonly audit?: 'file' | 'webhook'
  /** Where the store is, instead of where it would be. */
  readonly placeOf?: (place: StorePlace) => Promise<StorePlace>
  /** How far the service's clock is from that of everything else, in ms, now. */
  readonly clockOff?: () => number
  readonly times?: Partial<WatchTimes>
  /** What the service gets for its store. */
  readonly storeOf?: (store: OpenStore, stage: Stage) => OpenStore
  /** Called again and again while something is waited for: a service that died is begun anew. */
  readonly revive?: (stage: Stage) => Promise<void>
  /** Lines of the audit log on their way to the service; called every moment, also with none. */
  readonly auditWay?: (lines: readonly string[]) => readonly string[]
  /** Everything is rolled out; no service runs yet. */
  readonly begin?: (stage: Stage) => Promise<void>
  /** Before a change is made. */
  readonly before?: (step: StepName, stage: Stage) => Promise<void>
  /** A change is made; whether the service has seen it is not waited for yet. */
  readonly made?: (step: StepName, stage: Stage) => Promise<void>
  /** The service has recorded a change. */
  readonly seen?: (step: StepName, stage: Stage) => Promise<void>
  /** Steps that the service cannot see when they are made. */
  readonly blind?: (step: StepName) => boolean
  /** The run is over; takes away what it made. */
  readonly end?: (stage: Stage) => Promise<void>
  /** How much too early an onset may come out, since the service's clock was set back by so much; default nothing. */
  readonly setBackMs?: number
  /** Places (object and path) at which a difference began before the script made one, and came back. */
  readonly beganBefore?: readonly string[]
  /** Where the end may be another one. */
  readonly differs?: Difference
}

/** A respect in which the end state may legitimately be another one, as narrow as it can be told. */
export interface Difference {
  readonly why: string
  /** What came out, with what is allowed to be otherwise as it usually is. Everything else stays and is compared. */
  readonly accept: (end: EndState, usual: EndState) => EndState
}
