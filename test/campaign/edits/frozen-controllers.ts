import { execFileSync } from 'node:child_process'
import type { TestCluster } from '../../cluster/cluster.ts'

/** Everything that writes by itself; names of processes are cut by the system after 15 characters. */
const CONTROLLERS = ['kube-controller', 'kube-scheduler', 'kwok']

/**
 * Stops the controllers while `work` runs, without ending them: an edit is then the only thing that happens to an object,
 * and it can be taken back exactly.
 */
export async function withFrozenControllers<Result>(
  cluster: TestCluster,
  work: () => Promise<Result>,
): Promise<Result> {
  const pids = cluster.pids().filter((pid) => CONTROLLERS.some((name) => commandOf(pid).startsWith(name)))
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
}

function commandOf(pid: number): string {
  const path = execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  return path.slice(path.lastIndexOf('/') + 1)
}
