import type { Invocation } from './arguments/invocation.ts'
import { wantsColours } from './colour-choice.ts'
import type { CommandDesk } from './commands/command-desk.ts'
import { guarded, interruption } from './failure.ts'
import type { CommandPorts } from './ports.ts'
import { talkOn } from './talk.ts'
import type { Terminal } from './terminal.ts'
import { colours } from './views/colours.ts'

/** Commands that need something done. */
export type Work = Exclude<Invocation, { readonly command: 'print' | 'misuse' | 'completion' | 'errors' }>

export interface Performing {
  readonly terminal: Terminal
  readonly version: string
  readonly ports: () => Promise<CommandPorts>
}

/** Carries a command out. The progress line is gone before the answer, an error or the shell's prompt is written. */
export async function perform(work: Work, { terminal, version, ports }: Performing): Promise<number> {
  const talk = talkOn(terminal, work.asked.talk, Date.now)
  const answer = (text: string) => {
    talk.end()
    return terminal.out(text)
  }
  const painted = colours(wantsColours(terminal.environment, terminal.stdoutIsTerminal))
  const endsInOrder = work.command === 'record'
  if (endsInOrder) terminal.letEnd?.()
  const done = guarded(terminal, { ...work.asked.talk, endsInOrder }, async () => {
    try {
      return await command(work, { ports: await ports(), talk, colours: painted, version, answer })
    } finally {
      talk.end()
    }
  })
  const code = await (endsInOrder ? done : Promise.race([done, interruption(terminal)]))
  talk.end()
  return code
}

/** Each command's module loads only when it is the one. */
async function command(work: Work, desk: CommandDesk): Promise<number> {
  switch (work.command) {
    case 'scan':
      return (await import('./commands/scan.ts')).scan(work.asked, desk)
    case 'diff':
      return (await import('./commands/diff.ts')).diff(work.asked, desk)
    case 'explain':
      return (await import('./commands/explain.ts')).explain(work.asked, desk)
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(work.asked, desk)
    case 'rbac':
      return (await import('./commands/rbac.ts')).rbac(work.asked, desk)
    case 'audit':
      return (await import('./commands/audit.ts')).audit(work.asked, desk)
    case 'serve':
      return (await import('./commands/serve.ts')).serve(work.asked, desk)
    case 'ledger':
      return (await import('./commands/ledger/ledger.ts')).askLedger(work.asked, desk)
    case 'config':
      return (await import('./commands/config.ts')).config(work.asked, desk)
    case 'db':
      return (await import('./commands/database.ts')).database(work.asked, desk)
    case 'verify':
      return (await import('./commands/ledger/verify.ts')).verify(work.asked, desk)
    case 'record':
      return (await import('./commands/record.ts')).record(work.asked, desk)
    case 'replay':
      return (await import('./commands/replay.ts')).replay(work.asked, desk)
    case 'demo':
      return (await import('./commands/demo.ts')).demo(work.asked, desk)
  }
}
