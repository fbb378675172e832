import process from 'node:process'
import { run as ledger } from './ledger/run.ts'
import { run as idle } from './idle/run.ts'
import { run as scan } from './scan/run.ts'
import { run as service } from './service/run.ts'

/** A benchmark writes its own section of docs/performance.md. */
type Benchmark = (args: readonly string[]) => Promise<void>

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { idle, scan, service, ledger }

/** One benchmark with its arguments, or all of them, each as it is by default. */
export async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined) {
    for (const benchmark of Object.values(BENCHMARKS)) await benchmark([])
    return
  }
  const benchmark = BENCHMARKS[name]
  if (benchmark === undefined) {
    console.error(
      `usage: npm run bench -- [NAME [arguments]], where NAME is one of: ${Object.keys(BENCHMARKS).join(', ')}`,
    )
    process.exitCode = 3
    return
  }
  await benchmark(args)
}
