import { expect, it } from 'vitest'
import type { Fence, LeaseStore } from '../../ledger/ports.ts'
import { ClusterLease } from './cluster-lease.ts'

const LEASE_MS = 15_000

/** One service, its clock, and a lease that it gets under the epoch that `epoch` says; undefined = somebody else has it. */
class Stage {
  now = 0
  epoch: number | undefined = 1
  readonly told: string[] = []
  readonly lease: ClusterLease
  #next: (() => void) | undefined

  constructor(acquire?: () => Promise<void>) {
    const leases: LeaseStore = {
      acquire: async (cluster, owner) => {
        await acquire?.()
        return this.epoch === undefined ? undefined : { cluster, owner, epoch: this.epoch }
      },
      release: async ({ epoch }: Fence) => void this.told.push(`released ${epoch}`),
    }
    this.lease = new ClusterLease({
      leases,
      cluster: 'prod',
      owner: 'me',
      now: () => this.now,
      monotonic: () => this.now,
      after: (_ms, run) => {
        this.#next = run
        return () => {}
      },
      onTaken: ({ epoch }) => this.told.push(`taken ${epoch}`),
      onLost: () => this.told.push('lost'),
      onFailure: () => this.told.push('failed'),
    })
  }

  /** Its timer comes, so much later. */
  async timer(laterMs: number): Promise<void> {
    this.now += laterMs
    this.#next?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('keeps a lease that is renewed in time', async () => {
  const stage = new Stage()
  await stage.lease.start()
  await stage.timer(5_000)
  await stage.timer(14_000)
  expect(stage.told).toEqual(['taken 1'])
  expect(stage.lease.fence?.epoch).toBe(1)
})

it('F-25 looks at everything anew after a lease that ran out, also where nobody else had it: writes were given up', async () => {
  const stage = new Stage()
  await stage.lease.start()
  stage.now += LEASE_MS
  expect(stage.lease.fence).toBeUndefined()
  await stage.timer(1_000)
  expect(stage.told).toEqual(['taken 1', 'lost', 'taken 1'])
})

it('F-25 gives up what another one has, and takes it again under the next epoch', async () => {
  const stage = new Stage()
  await stage.lease.start()
  stage.epoch = undefined
  await stage.timer(60_000)
  expect(stage.told).toEqual(['taken 1', 'lost'])
  stage.epoch = 3
  await stage.timer(5_000)
  expect(stage.told).toEqual(['taken 1', 'lost', 'taken 3'])
})

it('F-26 gives back what comes after its end, so that nobody waits for a lease of somebody who is gone', async () => {
  let answer = (): void => {}
  const stage = new Stage(() => new Promise<void>((resolve) => (answer = resolve)))
  const started = stage.lease.start()
  const stopped = stage.lease.stop()
  answer()
  await Promise.all([started, stopped])
  expect(stage.told).toEqual(['released 1'])
})
