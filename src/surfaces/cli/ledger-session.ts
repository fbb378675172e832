import type { ChainedActivity } from '../../model/activity.ts'
import { type SampleLedger, sampleLedger } from '../sample-ledger.ts'
import { NOW } from '../sample-records.ts'
import type { OpenedLedger } from '../shown-ledger.ts'
import type { ServiceArguments } from './arguments/service-flags.ts'
import type { CommandPorts } from './ports.ts'
import { run } from './run.ts'
import type { Terminal } from './terminal.ts'

const ORIGIN = { actor: { kind: 'person', id: 'person-1' }, surface: 'cli' } as const

/** A command line over the sample ledger, for tests. */
export interface LedgerSession {
  readonly ledger: SampleLedger
  readonly opened: ServiceArguments[]
  /** How often a ledger that was opened is still open. */
  readonly stillOpen: () => number
  /** Runs a command to its end. */
  run(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }>
  /** Starts one that goes on; `interrupt` ends it. */
  start(...words: readonly string[]): { readonly written: { out: string; err: string }; interrupt(): Promise<number> }
}

export function ledgerSession(changes: Partial<OpenedLedger> = {}, others: Partial<CommandPorts> = {}): LedgerSession {
  const ledger = sampleLedger()
  const opened: ServiceArguments[] = []
  let open = 0
  const openLedger = async (asked: ServiceArguments): Promise<OpenedLedger> => {
    opened.push(asked)
    open += 1
    return { ...openedOver(ledger), close: async () => void (open -= 1), ...changes }
  }
  const start = (words: readonly string[]) => {
    const controller = new AbortController()
    const written = { out: '', err: '' }
    const terminal: Terminal = {
      argv: ['node', '/usr/bin/driftage', ...words],
      environment: {},
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      out: async (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      interrupted: controller.signal,
    }
    const notAsked = () => Promise.reject(new Error('not asked in this test'))
    const ports = async () => ({
      scan: notAsked,
      diff: notAsked,
      explain: notAsked,
      doctor: notAsked,
      rbac: notAsked,
      audit: notAsked,
      demo: notAsked,
      record: notAsked,
      replay: notAsked,
      config: notAsked,
      database: notAsked,
      verify: notAsked,
      openLedger,
      testRules: notAsked,
      serve: notAsked,
      severityRules: [],
      ...others,
    })
    return { written, controller, done: run({ terminal, version: '1.2.3', ports }) }
  }
  return {
    ledger,
    opened,
    stillOpen: () => open,
    run: async (...words) => {
      const { written, done } = start(words)
      return { code: await done, ...written }
    },
    start: (...words) => {
      const { written, controller, done } = start(words)
      return {
        written,
        interrupt: () => {
          controller.abort(130)
          return done
        },
      }
    },
  }
}

function openedOver({ reads, commands, changes }: SampleLedger): Omit<OpenedLedger, 'close'> {
  return {
    reads,
    commands: {
      acknowledge: (id) => commands.acknowledge(id, ORIGIN),
      accept: (id, asked) => commands.accept(id, asked, ORIGIN),
      reopen: (id) => commands.reopen(id, ORIGIN),
      assign: (id, assignee) => commands.assign(id, assignee, ORIGIN),
      recheck: (ref) => commands.recheck(ref, ORIGIN),
      deployed: (source, revision) => commands.deployed(source, revision, ORIGIN),
      confirmSource: (source) => commands.confirmSource(source, ORIGIN),
    },
    now: () => NOW,
    changes: async function* (after, signal): AsyncGenerator<ChainedActivity> {
      let last = after ?? 0
      while (!signal.aborted) {
        const { items } = await reads.activity({ after: last, limit: 100 })
        for (const entry of items) {
          last = entry.sequence
          yield entry
        }
        if (items.length === 0) await recorded(changes, signal)
      }
    },
  }
}

function recorded(changes: SampleLedger['changes'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = changes(() => {
      stop()
      resolve()
    })
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
