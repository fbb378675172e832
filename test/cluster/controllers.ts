import { type Layout, startControllerManager, startScheduler } from './control-plane.ts'
import { startKwok } from './fake-nodes.ts'
import type { ProcessGroup, RunningProcess } from './processes.ts'
import type { Component } from './users.ts'

/** What acts by itself in a cluster and where it lives. */
export interface ControllersSetup {
  readonly group: ProcessGroup
  readonly layout: Layout
  readonly kubeconfigs: Readonly<Record<Component, string>>
  /** Flags of the controller manager; undefined for none at all. */
  readonly managerFlags: readonly string[] | undefined
  /** Folder of kwok, which comes with the scheduler; undefined where there are no nodes. */
  readonly kwok: string | undefined
}

/** Controllers, scheduler and kubelets of a cluster, as far as it has them. */
export class Controllers {
  readonly #setup: ControllersSetup
  #running: RunningProcess[] = []

  constructor(setup: ControllersSetup) {
    this.#setup = setup
  }

  async start(): Promise<void> {
    const { group, layout, kubeconfigs, managerFlags, kwok } = this.#setup
    if (managerFlags !== undefined) {
      const kubeconfig = kubeconfigs['kube-controller-manager']
      this.#running.push(await startControllerManager(group, layout, kubeconfig, managerFlags))
    }
    if (kwok === undefined) return
    this.#running.push(await startScheduler(group, layout, kubeconfigs['kube-scheduler']))
    this.#running.push(await startKwok(group, kwok, kubeconfigs.kwok))
  }

  /** Stops them in their tracks, without ending them. */
  freeze(): void {
    for (const process of this.#running) process.signal('SIGSTOP')
  }

  /**
   * Ends them and starts new ones, which see the cluster only as it is now. Those that merely went on after a while would
   * first act on all that happened meanwhile, and kwok deletes by name what was once deleted and is there again.
   */
  async restart(): Promise<void> {
    for (const process of this.#running) await this.#setup.group.kill(process)
    this.#running = []
    await this.start()
  }
}
