import { randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePorts } from '../cluster/ports.ts'
import { lastLogLines, ProcessGroup, type RunningProcess } from '../cluster/processes.ts'

const run = promisify(execFile)

/** A real PostgreSQL server of this machine, with a data folder of its own that goes with it. */
export interface PostgresServer {
  /** Makes an empty database.  @returns its URL */
  database(): Promise<string>
  /** SQL as the owner of the server, in one of its databases. */
  query(url: string, text: string): Promise<Record<string, unknown>[]>
  /** Stops it at once, as a crash would, and starts it again on the same folder and port. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** @param durable whether a commit waits for the disk, as it does where people run it; tests need not wait */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const binaries = await findBinaries()
  const folder = await mkdtemp(join(tmpdir(), 'driftage-postgres-'))
  const group = new ProcessGroup(folder)
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  await giveAway(folder, data)
  await asServerUser(join(binaries, 'initdb'), ['-D', data, '-U', 'driftage', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  const [port] = (await freePorts(1)) as [number]
  const start = async (): Promise<RunningProcess> => {
    const [program, ...args] = serverCommand(join(binaries, 'postgres'), [
      '-D',
      data,
      '-p',
      String(port),
      ...SETTINGS,
      ...(durable ? [] : UNSAFE),
    ])
    const server = await group.start('postgres', program as string, args)
    await answering(server, port)
    return server
  }
  let server = await start()
  return {
    async database() {
      const name = `ledger_${randomBytes(6).toString('hex')}`
      await query(port, 'postgres', `create database ${name}`)
      return `postgres://driftage@127.0.0.1:${port}/${name}`
    },
    query: (url, text) => query(port, new URL(url).pathname.slice(1), text),
    async restart() {
      await group.kill(server)
      server = await start()
    },
    stop: () => group.stop(),
  }
}

const SETTINGS = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
const UNSAFE = ['-c', 'fsync=off']

/** Debian keeps each version in a folder of its own; elsewhere the programs are on the PATH. */
async function findBinaries(): Promise<string> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => [])
  const folders = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`)
  const found = [...folders, ...(process.env['PATH'] ?? '').split(':')].find((one) => existsSync(join(one, 'initdb')))
  if (found !== undefined) return found
  throw new Error('The store is tested on PostgreSQL too, which is not installed: apt-get install -y postgresql.')
}

/** The server refuses to run as root; Debian's package makes a user for it. */
function serverCommand(program: string, args: readonly string[]): readonly string[] {
  if (userInfo().uid !== 0) return [program, ...args]
  return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--', program, ...args]
}

async function asServerUser(program: string, args: readonly string[]): Promise<void> {
  const [command, ...rest] = serverCommand(program, args)
  await run(command as string, rest, { cwd: '/' })
}

async function giveAway(folder: string, data: string): Promise<void> {
  if (userInfo().uid !== 0) return
  await chmod(folder, 0o755)
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  )
  await chown(data, uid as number, gid as number)
}

async function answering(server: RunningProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answers = await query(port, 'postgres', 'select').then(
      () => true,
      () => false,
    )
    if (answers) return
    if (!server.running()) break
    await sleep(100)
  }
  throw new Error(`PostgreSQL did not start:\n${await lastLogLines(server)}`)
}

async function query(port: number, database: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'driftage', database })
  client.on('error', () => {})
  await client.connect()
  try {
    const result: unknown = await client.query(text)
    return (Array.isArray(result) ? result.flatMap(({ rows }) => rows) : (result as pg.QueryResult).rows) as Record<
      string,
      unknown
    >[]
  } finally {
    await client.end()
  }
}
