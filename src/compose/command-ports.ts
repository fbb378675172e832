import type { CommandPorts } from '../surfaces/cli/ports.ts'
import { declaredRules } from './severity-rules.ts'

/**
 * What the commands need done, with real clusters, real Git and the real renderer behind it. Each side loads only when it
 * is used: a scan needs no built-in schemas, and a comparison of files no HTTP.
 */
export function commandPorts(version: string): CommandPorts {
  return {
    scan: async (asked, talk) => (await clusterCommands()).scan(asked, talk),
    diff: async (asked, talk) => (await import('./dump-command.ts')).diffFiles(asked, talk),
    explain: async (asked, talk) => (await clusterCommands()).explain(asked, talk),
    doctor: async (asked, talk) => (await clusterCommands()).doctor(asked, talk, version),
    rbac: async (asked, talk) => (await clusterCommands()).rbac(asked, talk),
    audit: async (asked) => (await import('./audit-command.ts')).auditCommand(asked),
    openLedger: async (asked, talk) => (await import('./open-ledger.ts')).openLedger(asked, talk),
    testRules: async (asked, ledger, talk) => (await import('./rules-replay.ts')).testRules(asked, ledger, talk),
    config: async (asked) => (await import('./config-command.ts')).configCommand(asked),
    database: async (asked) => (await import('./store-command.ts')).databaseCommand(asked),
    verify: async (asked) => (await import('./store-command.ts')).verifyCommand(asked),
    demo: async (asked, talk) => (await import('./demo.ts')).runDemo(asked, talk),
    record: async (asked, talk) => (await import('./archive/record-command.ts')).recordCommand(asked, talk),
    replay: async (asked, talk) => (await import('./archive/replay-command.ts')).replayCommand(asked, talk),
    serve: async (asked, talk, known) => (await import('./service/serve-command.ts')).serveCommand(asked, talk, known),
    severityRules: declaredRules(),
  }
}

const clusterCommands = () => import('./cluster-commands.ts')
