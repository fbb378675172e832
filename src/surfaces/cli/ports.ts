import type { ChainVerdict } from '../../ledger/verify-chain.ts'
import type { DoctorReport } from '../../model/doctor-report.ts'
import type { ExplainReport } from '../../model/explain-report.ts'
import type { RulesReplay } from '../../model/rules-replay.ts'
import type { ScanReport } from '../../model/scan-report.ts'
import type { Instant } from '../../model/instant.ts'
import type { Severity } from '../../model/severity.ts'
import type { OpenedLedger } from '../shown-ledger.ts'
import type { ConfigArguments } from './arguments/config.ts'
import type { DatabaseArguments } from './arguments/db.ts'
import type { DemoArguments } from './arguments/demo.ts'
import type { DiffArguments } from './arguments/diff.ts'
import type { DoctorArguments } from './arguments/doctor.ts'
import type { ExplainArguments } from './arguments/explain.ts'
import type { AuditArguments } from './arguments/audit.ts'
import type { RbacArguments } from './arguments/rbac.ts'
import type { RecordArguments } from './arguments/record.ts'
import type { ReplayArguments } from './arguments/replay.ts'
import type { ScanArguments } from './arguments/scan.ts'
import type { ServeArguments } from './arguments/serve.ts'
import type { ServiceArguments } from './arguments/service-flags.ts'
import type { RulesTest } from './arguments/ledger/rules.ts'
import type { VerifyArguments } from './arguments/ledger/verify.ts'
import type { ConfigAnswer } from './config-answer.ts'
import type { DatabaseAnswer } from './store-answer.ts'

/**
 * What the commands need done; composed outside. What is partial is inside the report. Where a whole command cannot go
 * on it throws a `DriftageError`: usage codes (DRF1xxx) end in exit code 3, all others in 2.
 */
export interface CommandPorts {
  scan(asked: ScanArguments, talk: Talk): Promise<ScanReport>
  diff(asked: DiffArguments, talk: Talk): Promise<ScanReport>
  explain(asked: ExplainArguments, talk: Talk): Promise<ExplainReport>
  doctor(asked: DoctorArguments, talk: Talk): Promise<DoctorReport>
  /** YAML of the role, ready for `kubectl apply -f -`. */
  rbac(asked: RbacArguments, talk: Talk): Promise<string>
  /** YAML of the policies or of the webhook. @throws DriftageError DRF1004 where the authority's file cannot be read */
  audit(asked: AuditArguments): Promise<string>
  /** Never throws for what is wrong with a configuration: that is the answer. */
  config(asked: ConfigArguments): Promise<ConfigAnswer>
  /** @throws DriftageError DRF50xx, DRF5201 while a service holds the store, DRF6050 where there is none */
  database(asked: DatabaseArguments, talk: Talk): Promise<DatabaseAnswer>
  /** @throws DriftageError as `database` */
  verify(asked: VerifyArguments, talk: Talk): Promise<ChainVerdict>
  /** Replays the archive that comes with driftage, told as if it ended now. The caller closes what it gets. */
  demo(asked: DemoArguments, talk: Talk): Promise<ReplayedLedger>
  /**
   * Records a cluster until the time that was asked for is over or the signal comes, and closes the archive whole.
   * @throws DriftageError DRF54xx, DRF30xx, DRF2xxx, DRF3210 where the audit log is not there
   */
  record(asked: RecordArguments, talk: Talk): Promise<RecordedArchive>
  /** Replays an archive at the times that it tells. The caller closes what it gets. @throws DriftageError DRF54xx, DRF50xx */
  replay(asked: ReplayArguments, talk: Talk): Promise<ReplayedLedger>
  /**
   * The memory: of the service that was named, else of the one on this machine, else the store itself while no service
   * holds it. The caller closes it. @throws DriftageError DRF60xx where there is none
   */
  openLedger(asked: ServiceArguments, talk: Talk): Promise<OpenedLedger>
  /** What rules would change about what is recorded there. @throws DriftageError DRF12xx where a configuration is wrong */
  testRules(asked: RulesTest, ledger: OpenedLedger, talk: Talk): Promise<RulesReplay>
  /** Starts the service; `ended` resolves when the signal has stopped it. */
  serve(asked: ServeArguments, talk: Talk, version: string): Promise<ServiceStarted>
  /** The severity catalogue, whole: SARIF declares every rule, so that a run that finds nothing closes old alerts. */
  readonly severityRules: readonly DeclaredRule[]
}

/** An archive that was written, whole. */
export interface RecordedArchive {
  readonly file: string
  readonly cluster: string
  readonly from: Instant
  readonly until: Instant
  /** Of the file. */
  readonly bytes: number
  readonly objects: number
  readonly changes: number
  readonly auditEvents: number
  readonly sourceStates: number
  readonly followsAudit: boolean
  /** Sources and kinds that the archive does not hold, each with its reason. */
  readonly notRecorded: readonly string[]
}

/** The memory of a service that saw an archive, at the end of it. */
export interface ReplayedLedger extends Pick<OpenedLedger, 'reads' | 'now' | 'close'> {
  /** Where the memory is kept. */
  readonly folder: string
  readonly from: Instant
  readonly until: Instant
  /** Undefined at the first start. */
  readonly continuedFrom: Instant | undefined
  /** Line of the archive from which on it is damaged; undefined where it is whole. */
  readonly damagedAt: number | undefined
  /** False where it was stopped before the end. */
  readonly isWhole: boolean
  readonly isStretched: boolean
}

export interface ServiceStarted {
  /** Such as `http://127.0.0.1:8420`. */
  readonly origin: string
  readonly ended: Promise<void>
}

export interface DeclaredRule {
  /** Such as `DRF-SEC-001`. */
  readonly id: string
  readonly title: string
  readonly severity: Severity
  /** Why the field class matters, in a sentence or two of plain text. */
  readonly help: string
}

/** How a command speaks while it works. Never carries a value of a manifest. */
export interface Talk {
  /** A stage has begun or moved on, such as `Reading live objects`, 120 of 400; or `Recording`, `120 events, 3.1 MB`. */
  progress(stage: string, done?: number | string, total?: number): void
  /** One line for `--debug`. */
  debug(line: string): void
  /** Aborted by the first SIGINT or SIGTERM: stop children and requests. */
  readonly signal: AbortSignal
}
