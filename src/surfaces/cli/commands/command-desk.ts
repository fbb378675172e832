import type { Colours } from '../views/colours.ts'
import type { CommandPorts, Talk } from '../ports.ts'

/** What a command works with: what it needs done, where its answer goes, and how it is shown. */
export interface CommandDesk {
  readonly ports: CommandPorts
  readonly talk: Talk
  readonly colours: Colours
  readonly version: string
  /** Writes the answer to stdout; resolves when it is handed over. */
  answer(text: string): Promise<void>
}
