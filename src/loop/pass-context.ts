import type { DefaultsTable } from '../diff/defaults-table.ts'
import type { AdmissionConfiguration } from '../live/admission.ts'
import type { EngineWord } from '../live/engine-word.ts'
import type { Deployer } from '../model/deployer.ts'
import type { JsonObject } from '../model/json.ts'
import type { AgreedBase } from '../ledger/ports.ts'
import type { KindInfo } from '../model/kind-info.ts'
import type { OracleAnswer } from '../diff/pair.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { FactKind, GuardFacts } from '../policy/guard-facts.ts'
import type { RuleIndex } from '../policy/rule-index.ts'
import type { Timeline } from './timeline.ts'

/** What every object of one pass is assessed with. */
export interface PassContext {
  readonly rules: RuleIndex
  readonly defaults: DefaultsTable
  readonly admission: AdmissionConfiguration
  readonly facts: AsksFacts
  readonly oracle: AsksServer
  /** By source name. */
  readonly timelines: ReadonlyMap<string, Timeline>
  /** By source name: the commit that the desired state is; sources that are no commit (dirty, outside of Git) have none. */
  readonly heads: ReadonlyMap<string, string>
  /** RFC 3339; the one clock of the pass. */
  readonly seenAt: string
  /** What driftage saw agree before; undefined where it has no memory of the object. */
  agreedFor(ref: ObjectRef): Promise<AgreedBase | undefined>
  deployerFor(live: JsonObject): Deployer | undefined
  engineWordFor(live: JsonObject): EngineWord | undefined
  /** What a pipeline said that it rolled out of a source; counts where no engine names a revision. Default: nobody said. */
  deployedRevision?(source: string): string | undefined
  /** The revision that the cluster runs of a source, by the engine's word or because everything in it equals; undefined = unknown. */
  runningRevision(source: string): Promise<RunningRevision | undefined>
}

/** Reads what guards ask about other objects; a kind that could not be read is left out. */
export interface AsksFacts {
  facts(needed: ReadonlySet<FactKind>): Promise<GuardFacts>
}

/** Asks the server what it makes of a manifest, where that is allowed. */
export interface AsksServer {
  ask(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<OracleAnswer>
}

export interface RunningRevision {
  readonly revision: string
  readonly evidence: 'engine' | 'history'
}
