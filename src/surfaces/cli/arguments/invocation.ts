import type { CodedError } from '../../../model/coded-error.ts'
import type { CompletionArguments } from './completion.ts'
import type { ConfigArguments } from './config.ts'
import type { DatabaseArguments } from './db.ts'
import type { DemoArguments } from './demo.ts'
import type { DiffArguments } from './diff.ts'
import type { DoctorArguments } from './doctor.ts'
import type { ErrorsArguments } from './errors.ts'
import type { ExplainArguments } from './explain.ts'
import type { LedgerArguments } from './ledger/ledger-commands.ts'
import type { VerifyArguments } from './ledger/verify.ts'
import type { AuditArguments } from './audit.ts'
import type { RbacArguments } from './rbac.ts'
import type { RecordArguments } from './record.ts'
import type { ReplayArguments } from './replay.ts'
import type { ScanArguments } from './scan.ts'
import type { ServeArguments } from './serve.ts'

/** What a command line asks for. */
export type Invocation =
  | { readonly command: 'scan'; readonly asked: ScanArguments }
  | { readonly command: 'diff'; readonly asked: DiffArguments }
  | { readonly command: 'explain'; readonly asked: ExplainArguments }
  | { readonly command: 'doctor'; readonly asked: DoctorArguments }
  | { readonly command: 'rbac'; readonly asked: RbacArguments }
  | { readonly command: 'audit'; readonly asked: AuditArguments }
  | { readonly command: 'config'; readonly asked: ConfigArguments }
  | { readonly command: 'db'; readonly asked: DatabaseArguments }
  | { readonly command: 'verify'; readonly asked: VerifyArguments }
  | { readonly command: 'demo'; readonly asked: DemoArguments }
  | { readonly command: 'record'; readonly asked: RecordArguments }
  | { readonly command: 'replay'; readonly asked: ReplayArguments }
  | { readonly command: 'serve'; readonly asked: ServeArguments }
  | { readonly command: 'ledger'; readonly asked: LedgerArguments }
  | { readonly command: 'completion'; readonly asked: CompletionArguments }
  | { readonly command: 'errors'; readonly asked: ErrorsArguments }
  /** Help or version: the text is the answer. */
  | { readonly command: 'print'; readonly text: string }
  /** It cannot be carried out; `hint` says where to read on. */
  | { readonly command: 'misuse'; readonly diagnostics: readonly CodedError[]; readonly hint: string }

/** What reading a command line depends on, beside its words. */
export interface Surroundings {
  /** How this program was called: `driftage` or `kubectl driftage`. Usage texts say it. */
  readonly program: string
  readonly version: string
  readonly environment: NodeJS.ProcessEnv
}

/** Where a command's definition puts what it was asked. */
export type Found = (invocation: Invocation) => void
