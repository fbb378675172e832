import { basename } from 'node:path'

/** How this program was called. kubectl finds its plugins by file name, and their users type `kubectl driftage`. */
export function programName(script: string): string {
  return /^kubectl-driftage(\.\w+)?$/.test(basename(script.replaceAll('\\', '/'))) ? 'kubectl driftage' : 'driftage'
}
