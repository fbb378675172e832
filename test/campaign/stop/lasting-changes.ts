import { setTimeout as sleep } from 'node:timers/promises'
import type { Finding } from '../../../src/model/finding.ts'
import type { Attribution } from '../../../src/model/scan-report.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import type { Random } from '../../differential/random.ts'
import { USERS } from '../../cluster/users.ts'

/** A change that stays: nobody else writes to its place, before or after. */
export interface LastingChange {
  readonly name: string
  readonly value: string
  /** Before it was sent and after it was answered, by the wall clock. */
  readonly from: number
  readonly to: number
}

/** The times in objects are told to the second. */
const SECOND = 1_000
/** What was read is as old as its way here, and on a busy machine that takes a while. */
const ON_ITS_WAY_MS = 2_000

/** What Git says of the objects: one for each change, so that none is found only since a later one makes it be looked at. */
export function settingsManifests(count: number): Readonly<Record<string, object>> {
  const names = Array.from({ length: count }, (_, number) => nameOf(number))
  const manifestOf = (name: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { mode: 'usual' },
  })
  return Object.fromEntries(names.map((name) => [`${name}.json`, manifestOf(name)]))
}

function nameOf(number: number): string {
  return `settings-${number}`
}

/** Alice changes one object after the other, and none twice. */
export class LastingChanges {
  readonly made: LastingChange[] = []
  readonly #cluster: TestCluster
  readonly #namespace: string
  readonly #count: number
  readonly #random: Random
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  /** @param count objects that there are; with the last one changed it is over */
  constructor(cluster: TestCluster, namespace: string, count: number, random: Random) {
    this.#cluster = cluster
    this.#count = count
    this.#namespace = namespace
    this.#random = random
  }

  /** Also again after a stop. */
  start(): void {
    this.#stopped = false
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped && this.made.length < this.#count) {
      await this.#change()
      await sleep(this.#random.between(400, 2_000))
    }
  }

  async #change(): Promise<void> {
    const number = this.made.length
    const name = nameOf(number)
    const value = `changed-${number}`
    const from = Date.now()
    const path = `/api/v1/namespaces/${this.#namespace}/configmaps/${name}?fieldManager=kubectl-patch`
    await this.#cluster.as('alice').expect('PATCH', path, {
      body: { data: { mode: value } },
      contentType: 'application/merge-patch+json',
    })
    this.made.push({ name, value, from, to: Date.now() })
  }
}

/** Those that the ledger has no finding of. */
export function unfound(made: readonly LastingChange[], findings: readonly Finding[]): readonly LastingChange[] {
  const known = new Set(findings.map(({ drift }) => `${drift.object.name} ${JSON.stringify(drift.live)}`))
  return made.filter(({ name, value }) => !known.has(`${name} ${JSON.stringify(value)}`))
}

/** What the ledger says of them and is not so. */
export function lastingFaults(made: readonly LastingChange[], findings: readonly Finding[]): readonly string[] {
  const faults = unfound(made, findings).map(({ name, value }) => `gap: ${value} of ${name} has no finding`)
  const changes = new Map(made.map((change) => [`${change.name} "${change.value}"`, change]))
  for (const finding of findings.filter(isLasting)) {
    const { drift, onset, state } = finding
    const what = `${drift.object.name} ${JSON.stringify(drift.live)}`
    const change = changes.get(what)
    if (change === undefined) faults.push(`invented: ${what} at ${drift.path}`)
    else {
      if (state === 'resolved' || finding.agreedSince !== null) faults.push(`ended: ${what}`)
      if (onset.notAfter < change.from - SECOND) faults.push(`too old by ${change.from - onset.notAfter} ms: ${what}`)
      const late = (onset.notBefore ?? 0) - change.to
      if (late > ON_ITS_WAY_MS) faults.push(`too young by ${late} ms: ${what}`)
      if (isWrong(drift.attribution)) faults.push(`wrong author ${drift.attribution.users.join()}: ${what}`)
    }
  }
  return faults
}

/** Where several can have been it all are named, so she must be among them; certain may only be that it was her. */
function isWrong({ users, confidence }: Attribution): boolean {
  if (users.length === 0) return false
  return !users.includes(USERS.alice.name) || (confidence === 'certain' && users.length > 1)
}

/** How many of them have evidence that names their author. */
export function authored(findings: readonly Finding[]): number {
  return findings.filter((finding) => isLasting(finding) && finding.drift.attribution.users.includes(USERS.alice.name))
    .length
}

function isLasting({ drift }: Finding): boolean {
  return drift.object.kind === 'ConfigMap'
}
