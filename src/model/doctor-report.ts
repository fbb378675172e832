/** What `driftage doctor` found: whether a scan would work from here, and what it could not decide. */
export interface DoctorReport {
  readonly schemaVersion: 'driftage.dev/doctor/v1'
  /** RFC 3339 in UTC. */
  readonly time: string
  readonly groups: readonly DoctorGroup[]
}

export interface DoctorGroup {
  readonly id: DoctorGroupId
  readonly checks: readonly DoctorCheck[]
}

/**
 * `connection` = can the API server be reached and who are we there; `versions` = of both sides and whether they fit;
 * `rights` = held and missing; `deployer` = whose writes count as Git's; `undecided` = what cannot be told without
 * the missing rights, one check each.
 */
export type DoctorGroupId = 'connection' | 'versions' | 'rights' | 'sources' | 'deployer' | 'undecided'

/** `warn` = works, with a limit; `missing` = something that a full answer needs is not there; `failed` = does not work. */
export type DoctorStatus = 'ok' | 'warn' | 'missing' | 'failed'

export interface DoctorCheck {
  /** Machine-readable and stable, such as `rights.list.apps/deployments`. */
  readonly id: string
  readonly title: string
  readonly status: DoctorStatus
  /** One sentence on what was seen. */
  readonly detail: string
  /** What to do about it; absent where nothing needs doing. */
  readonly remedy?: string
}
