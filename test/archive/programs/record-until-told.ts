// The command line with the real terminal and its signals, where only the files of the embedded store lie elsewhere: first
// argument, as JSON. The other ones are those of driftage.

import { commandPorts } from '../../../src/compose/command-ports.ts'
import { recordCommand } from '../../../src/compose/archive/record-command.ts'
import { run } from '../../../src/surfaces/cli/run.ts'
import { processTerminal } from '../../../src/surfaces/cli/terminal.ts'

const [files] = process.argv.splice(2, 1) as [string]
const { workerUrl, templateUrl } = JSON.parse(files) as { readonly workerUrl: string; readonly templateUrl: string }
const store = { workerUrl: new URL(workerUrl), templateUrl: new URL(templateUrl) }
process.exitCode = await run({
  terminal: processTerminal(),
  version: 'test',
  ports: () => Promise.resolve({ ...commandPorts('test'), record: (asked, talk) => recordCommand(asked, talk, store) }),
})
