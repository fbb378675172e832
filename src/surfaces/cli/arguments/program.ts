import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { addAudit } from './audit.ts'
import { addConfig } from './config.ts'
import { addDatabase } from './db.ts'
import { addCompletion } from './completion.ts'
import { addDemo } from './demo.ts'
import { addDiff } from './diff.ts'
import { addDoctor } from './doctor.ts'
import { addErrors } from './errors.ts'
import { addExplain } from './explain.ts'
import type { Found, Surroundings } from './invocation.ts'
import { LEDGER_COMMANDS } from './ledger/ledger-commands.ts'
import { addVerify } from './ledger/verify.ts'
import { addRbac } from './rbac.ts'
import { addRecord } from './record.ts'
import { addReplay } from './replay.ts'
import { addScan } from './scan.ts'
import { addServe } from './serve.ts'

/** The whole command line as a definition: parsing, help, completion and the reference page all come from it. */
export function program(surroundings: Surroundings, found: Found): CommandUnknownOpts {
  const { program: name, version } = surroundings
  const root = new Command(name)
    .description(
      'Knows every field that drifted between Git and a live Kubernetes cluster, and tells the truth about it.',
    )
    .version(versionText(surroundings), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
  root.commandsGroup('Compare:')
  addScan(root, surroundings, found)
  addDiff(root, surroundings, found)
  addExplain(root, surroundings, found)
  root.commandsGroup('Remember:')
  addServe(root, surroundings, found)
  for (const add of LEDGER_COMMANDS) add(root, surroundings, found)
  addRecord(root, surroundings, found)
  addReplay(root, surroundings, found)
  addVerify(root, surroundings, found)
  addDatabase(root, surroundings, found)
  root.commandsGroup('Set up:')
  addConfig(root, surroundings, found)
  addDoctor(root, surroundings, found)
  addRbac(root, surroundings, found)
  addAudit(root, surroundings, found)
  addCompletion(root, surroundings, found)
  root.commandsGroup('Learn:')
  addDemo(root, found)
  addErrors(root, surroundings, found)
  root
    .command('version')
    .summary('print the version')
    .description('Print the version of driftage and of the Node.js that runs it.')
    .action(() => found({ command: 'print', text: `driftage ${version} (node ${process.versions.node})\n` }))
  root.helpCommand('help [command]', 'show help for a command')
  root.addHelpText('after', EXIT_CODES)
  return root
}

function versionText({ version }: Surroundings): string {
  return `driftage ${version}`
}

const EXIT_CODES = `
Exit codes:
  0  all was checked, and nothing drifted at or above --fail-on
  1  drift at or above --fail-on
  2  not everything could be checked, whatever else was found
  3  the command line cannot be carried out`
