import process from 'node:process'

/** The outside of the command line: the only place of the CLI that touches the process. */
export interface Terminal {
  readonly argv: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly stdoutIsTerminal: boolean
  readonly stderrIsTerminal: boolean
  /** Data. Resolves when the reader has taken it; a reader that went away (EPIPE) is no error. */
  out(text: string): Promise<void>
  /** Talk. */
  err(text: string): void
  /** Aborted by the first SIGINT or SIGTERM; its reason is the exit code. */
  readonly interrupted: AbortSignal
  /** From here on the first signal leaves the command all the time that it takes to end; the second one still ends it. */
  letEnd?(): void
}

/** This process as a terminal. Call it once: it listens to signals. */
export function processTerminal(): Terminal {
  process.stdout.on('error', ignoreGoneReader)
  process.stderr.on('error', ignoreGoneReader)
  const grace = { ms: GRACE_MS }
  return {
    argv: process.argv,
    environment: process.env,
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
    err: (text) => {
      process.stderr.write(text)
    },
    interrupted: interruption(grace),
    letEnd: () => {
      grace.ms = Number.POSITIVE_INFINITY
    },
  }
}

/** `driftage scan | head` ends the reader early; what was found, and the exit code, stay true. */
function ignoreGoneReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

const GRACE_MS = 500

function interruption(grace: { readonly ms: number }): AbortSignal {
  const controller = new AbortController()
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      // The second one means: now, whatever is still being stopped.
      if (controller.signal.aborted) process.exit(code)
      controller.abort(code)
      // Children and requests get the signal and a moment to end; what holds on longer is left behind.
      if (Number.isFinite(grace.ms)) setTimeout(() => process.exit(code), grace.ms).unref()
    })
  }
  return controller.signal
}
