import type { TalkArguments } from './arguments/output-flags.ts'
import type { Talk } from './ports.ts'
import type { Terminal } from './terminal.ts'
import { visible } from '../../model/visible-text.ts'

/** Progress and debug lines on stderr; `end` wipes the progress line before anything else is printed. */
export interface RunningTalk extends Talk {
  end(): void
}

const WIPE = '\r\u001b[2K'

/** On a terminal one line that is drawn over; elsewhere a line when a stage begins; nothing when quiet. */
export function talkOn(terminal: Terminal, { quiet, debug }: TalkArguments, now: () => number): RunningTalk {
  const began = now()
  const drawn = terminal.stderrIsTerminal && !debug
  let stage = ''
  const wipe = () => {
    if (drawn && stage !== '') terminal.err(WIPE)
    stage = ''
  }
  return {
    signal: terminal.interrupted,
    progress: (name, done, total) => {
      if (quiet || (!drawn && name === stage)) return
      stage = name
      terminal.err(drawn ? `${WIPE}${visible(name)}${counted(done, total)}` : `${visible(name)}\n`)
    },
    debug: (line) => {
      if (debug) terminal.err(`[${((now() - began) / 1000).toFixed(3)}s] ${visible(line)}\n`)
    },
    end: wipe,
  }
}

function counted(done: number | string | undefined, total: number | undefined): string {
  if (done === undefined) return ''
  return total === undefined ? ` ${done}` : ` ${done}/${total}`
}
