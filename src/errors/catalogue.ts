import { API_ERRORS } from './api-errors.ts'
import { ARCHIVE_ERRORS } from './archive-errors.ts'
import { AUDIT_ERRORS } from './audit-errors.ts'
import { CLUSTER_ERRORS } from './cluster-errors.ts'
import { CONFIG_ERRORS } from './config-errors.ts'
import { DIFF_ERRORS } from './diff-errors.ts'
import { LEDGER_ERRORS } from './ledger-errors.ts'
import { RENDER_ERRORS } from './render-errors.ts'
import { SERVICE_ERRORS } from './service-errors.ts'
import { SOURCE_ERRORS } from './source-errors.ts'
import { STORE_ERRORS } from './store-errors.ts'
import { USAGE_ERRORS } from './usage-errors.ts'
import { WEBHOOK_ERRORS } from './webhook-errors.ts'
import { WATCH_ERRORS } from './watch-errors.ts'

/** One entry of the catalogue. Codes are permanent: a retired one stays reserved. */
export interface ErrorEntry {
  readonly title: string
  /** What happened and why, what to do, what state things are in: a paragraph for the reference page. */
  readonly text: string
}

/** DRF1xxx usage and config, DRF20xx sources and Git, DRF21xx rendering, DRF3xxx clusters, DRF4xxx comparing. */
export const ERRORS = {
  ...USAGE_ERRORS,
  ...CONFIG_ERRORS,
  ...SOURCE_ERRORS,
  ...WEBHOOK_ERRORS,
  ...RENDER_ERRORS,
  ...CLUSTER_ERRORS,
  ...WATCH_ERRORS,
  ...AUDIT_ERRORS,
  ...DIFF_ERRORS,
  ...LEDGER_ERRORS,
  ...API_ERRORS,
  ...STORE_ERRORS,
  ...SERVICE_ERRORS,
  ...ARCHIVE_ERRORS,
} as const satisfies Readonly<Record<string, ErrorEntry>>

export type ErrorCode = Extract<keyof typeof ERRORS, string>
