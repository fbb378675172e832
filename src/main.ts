import process from 'node:process'
import packageData from '../package.json' with { type: 'json' }
import { run } from './surfaces/cli/run.ts'
import { processTerminal } from './surfaces/cli/terminal.ts'

const version: string = packageData.version

process.exitCode = await run({
  terminal: processTerminal(),
  version,
  ports: async () => (await import('./compose/command-ports.ts')).commandPorts(version),
})
