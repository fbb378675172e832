import type { DefaultsTable } from '../diff/defaults-table.ts'
import type { AdmissionConfiguration } from '../live/admission.ts'
import type { EngineWord } from '../live/engine-word.ts'
import type { Deployer } from '../model/deployer.ts'
import type { JsonObject } from '../model/json.ts'
import type { RuleIndex } from '../policy/rule-index.ts'
import type { FactsReader } from './facts.ts'
import type { Oracle } from './oracle.ts'
import type { Timeline } from './timeline.ts'

/** What every object of one pass is assessed with. */
export interface PassContext {
  readonly rules: RuleIndex
  readonly defaults: DefaultsTable
  readonly admission: AdmissionConfiguration
  readonly facts: FactsReader
  readonly oracle: Oracle
  /** By source name. */
  readonly timelines: ReadonlyMap<string, Timeline>
  /** By source name: the commit that the desired state is; sources that are no commit (dirty, outside of Git) have none. */
  readonly heads: ReadonlyMap<string, string>
  /** RFC 3339; the one clock of the pass. */
  readonly seenAt: string
  deployerFor(live: JsonObject): Deployer | undefined
  engineWordFor(live: JsonObject): EngineWord | undefined
  /** The revision that the cluster runs of a source, by the engine's word or because everything in it equals; undefined = unknown. */
  runningRevision(source: string): Promise<RunningRevision | undefined>
}

export interface RunningRevision {
  readonly revision: string
  readonly evidence: 'engine' | 'history'
}
