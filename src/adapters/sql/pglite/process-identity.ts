import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'
import { promisify } from 'node:util'

/**
 * Names one run of one process. Process ids are used again, so the start time belongs to it; and they mean something only
 * where they were given: on one host and, in containers, in one namespace.
 */
export interface ProcessIdentity {
  /** Host name, and on Linux the namespace of process ids. */
  readonly host: string
  readonly pid: number
  /** As the system tells it, in a form of its own; empty where it does not. */
  readonly started: string
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { host: await ownHost(), pid: process.pid, started: (await startOf(process.pid)) ?? '' }
}

/** Whether that very process runs; undefined where it cannot be told from here, since it is of another host. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean | undefined> {
  if (identity.host !== (await ownHost())) return undefined
  const started = await startOf(identity.pid)
  if (started === undefined) return false
  return identity.started === '' || started === '' || started === identity.started
}

async function ownHost(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return [hostname(), boot.trim(), namespace].filter((part) => part !== '').join(' ')
}

/** Undefined where no such process runs; empty where the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return startOnLinux(pid)
  if (!exists(pid)) return undefined
  if (process.platform === 'win32') return ''
  const asked = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return asked.stdout.trim()
}

/** Field 22 of its `stat`, in ticks since the boot. The name in field 2 may hold blanks and brackets. */
async function startOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie has ended; only its parent has not heard of it yet.
  return fields === undefined || fields[0] === 'Z' ? undefined : fields[19]
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
