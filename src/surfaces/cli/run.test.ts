import { describe, expect, it } from 'vitest'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ScanReport } from '../../model/scan-report.ts'
import type { CommandPorts, Talk } from './ports.ts'
import { run } from './run.ts'
import type { Terminal } from './terminal.ts'
import { SAMPLE_CONTEXT } from './views/sample-context.ts'
import { CANARY, sampleReport } from './views/sample-report.ts'

function terminal(commandLine: string, tty = false) {
  const controller = new AbortController()
  const written = { out: '', err: '' }
  const self: Terminal = {
    argv: ['node', '/usr/bin/driftage', ...commandLine.split(' ')],
    environment: {},
    stdoutIsTerminal: tty,
    stderrIsTerminal: tty,
    out: async (text) => {
      written.out += text
    },
    err: (text) => {
      written.err += text
    },
    interrupted: controller.signal,
  }
  return { self, written, interrupt: (code: number) => controller.abort(code) }
}

const notAsked = async () => {
  throw new Error('not asked in this test')
}

function ports(changes: Partial<CommandPorts>): CommandPorts {
  const rules = SAMPLE_CONTEXT.rules
  return {
    scan: notAsked,
    diff: notAsked,
    explain: notAsked,
    doctor: notAsked,
    rbac: notAsked,
    audit: notAsked,
    config: notAsked,
    database: notAsked,
    verify: notAsked,
    demo: notAsked,
    record: notAsked,
    replay: notAsked,
    openLedger: notAsked,
    testRules: notAsked,
    serve: notAsked,
    severityRules: rules,
    ...changes,
  }
}

async function outcome(commandLine: string, changes: Partial<CommandPorts> = {}, tty = false) {
  const { self, written } = terminal(commandLine, tty)
  const code = await run({ terminal: self, version: '1.2.3', ports: async () => ports(changes) })
  return { code, ...written }
}

const inSync: ScanReport = { ...sampleReport(), verdict: 'in-sync', findings: [], pending: [], notChecked: [] }
const drifted: ScanReport = { ...sampleReport(), notChecked: [] }
const pendingOnly: ScanReport = { ...inSync, verdict: 'pending', pending: sampleReport().pending }
const trivial: ScanReport = { ...drifted, findings: drifted.findings.filter(({ severity }) => severity === 'info') }

describe('exit codes', () => {
  it.each([
    ['nothing found', inSync, '', 0],
    ['drift', drifted, '', 1],
    ['drift below the level', trivial, '', 0],
    ['drift at the level', trivial, '--fail-on info', 1],
    ['drift is critical, and only that counts', drifted, '--fail-on critical', 1],
    ['pending changes are no drift', pendingOnly, '', 0],
    ['pending changes, where they count', pendingOnly, '--fail-on pending', 1],
    ['drift, where pending changes count', { ...drifted, pending: [] }, '--fail-on pending', 1],
    ['information, where pending changes count', { ...trivial, pending: [] }, '--fail-on pending', 0],
    ['not everything could be checked, even with drift', sampleReport(), '', 2],
    ['not everything could be checked', { ...inSync, notChecked: sampleReport().notChecked }, '', 2],
    ['excluded by choice', { ...inSync, notChecked: [] }, '', 0],
  ])('%s', async (_, report, flags, code) => {
    expect((await outcome(`scan deploy/ ${flags}`.trim(), { scan: async () => report })).code).toBe(code)
  })

  it.each([
    ['DRF1007', 3],
    ['DRF1099', 2],
  ] as const)('%s', async (error, code) => {
    const found = await outcome('scan deploy/', {
      scan: async () => {
        throw new DriftageError(error, 'It says why.', { place: 'deploy/web.yaml:3' })
      },
    })
    expect(found).toEqual({
      code,
      out: '',
      err: `error: ${error} It says why. (deploy/web.yaml:3)\n`,
    })
  })
})

describe('what goes where', () => {
  it('data on stdout, talk on stderr', async () => {
    const scan = async (_: unknown, talk: Talk) => {
      talk.progress('Reading sources')
      talk.progress('Reading sources', 1, 2)
      talk.progress('Reading live objects')
      talk.debug('never printed without --debug')
      return inSync
    }
    const { out, err } = await outcome('scan deploy/ -o json', { scan })
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 'driftage.dev/scan/v1' })
    expect(err).toBe('Reading sources\nReading live objects\n')
    expect((await outcome('scan deploy/ -q', { scan })).err).toBe('')
  })

  it('wipes the progress line before the answer', async () => {
    const scan = async (_: unknown, talk: Talk) => {
      talk.progress('Reading', 1, 2)
      return inSync
    }
    const { err, out } = await outcome('scan deploy/', { scan }, true)
    expect(err).toBe('\r\u001b[2KReading 1/2\r\u001b[2K')
    expect(out).toContain('\u001b[1mIn sync')
  })

  it('debug says more, with the time since the start', async () => {
    const scan = async (_: unknown, talk: Talk) => {
      talk.debug('GET /apis\u001b[2J')
      return inSync
    }
    expect((await outcome('scan deploy/ --debug', { scan })).err).toMatch(/^\[\d+\.\d{3}s\] GET \/apis\\u001b\[2J\n$/)
  })

  it('never loads what works for what needs no work', async () => {
    for (const commandLine of [
      '--help',
      'help scan',
      '--version',
      'version',
      'errors',
      'errors DRF1001',
      'completion bash',
    ]) {
      const { self, written } = terminal(commandLine)
      expect([commandLine, await run({ terminal: self, version: '1.2.3', ports: notAsked })]).toEqual([commandLine, 0])
      expect(written.err).toBe('')
      expect(written.out.length).toBeGreaterThan(10)
    }
  })

  it('refuses on stderr and says where to read on', async () => {
    expect(await outcome('scan deploy/ --contxt x')).toEqual({
      code: 3,
      out: '',
      err: 'error: DRF1002 There is no flag --contxt here. Did you mean --context?\n"driftage help scan" says more. Nothing was read or changed.\n',
    })
    expect(await outcome('errors DRF1oo1')).toEqual({
      code: 3,
      out: '',
      err: 'error: DRF1010 The catalogue has no code "DRF1oo1". Did you mean DRF1001?\n',
    })
  })
})

describe('faults', () => {
  const scan = async () => {
    throw new SyntaxError(`Unexpected token in "${CANARY}"`, { cause: new TypeError(`also ${CANARY}`) })
  }

  it('of driftage itself are not successes, and their messages are not printed, since they may quote secrets', async () => {
    const { code, err, out } = await outcome('scan deploy/', { scan })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^error: DRF1099 driftage itself failed \(SyntaxError\); /)
    expect(err).not.toContain(CANARY)
  })

  it('show names and places with --debug, still no message', async () => {
    const { err } = await outcome('scan deploy/ --debug', { scan })
    expect(err).toMatch(/ {2}SyntaxError\n +at .*run\.test\.ts/)
    expect(err).toMatch(/ {2}TypeError\n +at /)
    expect(err).not.toContain(CANARY)
  })
})

describe('interruption', () => {
  it.each([130, 143])('ends at once and quietly with %d', async (code) => {
    const { self, written, interrupt } = terminal('scan deploy/')
    const scan = (_: unknown, talk: Talk) =>
      new Promise<ScanReport>((_resolve, reject) => {
        talk.signal.addEventListener('abort', () => reject(new Error('aborted')))
        interrupt(code)
      })
    expect(await run({ terminal: self, version: '1', ports: async () => ports({ scan }) })).toBe(code)
    expect(written).toEqual({ out: '', err: '' })
  })

  it('does not wait for what does not stop', async () => {
    const { self, interrupt } = terminal('scan deploy/')
    const scan = () => {
      interrupt(130)
      return new Promise<ScanReport>(() => {})
    }
    expect(await run({ terminal: self, version: '1', ports: async () => ports({ scan }) })).toBe(130)
  })
})

describe('explain, doctor and rbac', () => {
  const explained = {
    schemaVersion: 'driftage.dev/explain/v1',
    asOf: sampleReport().asOf,
    object: {
      cluster: 'prod-eu',
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
      resourceVersion: '7',
    },
    verdict: 'drifted',
    fields: [
      {
        path: '.spec.replicas',
        verdict: 'drift',
        reason: 'no-rule',
        evidence: 'No rule explains it and kubectl-edit owns it.',
        kind: 'modified',
        severity: 'medium',
        severityRule: 'DRF-OPS-001',
        desired: 3,
        live: 5,
        sensitive: false,
        owners: [{ manager: 'kubectl-edit', operation: 'Update', subresource: '', time: '2026-03-01T08:48:00Z' }],
        base: { evidence: 'unknown' },
      },
      {
        path: '.spec.token',
        verdict: 'expected',
        reason: 'rule',
        evidence: 'Filled by an operator.',
        kind: 'added',
        rule: 'MUT-1',
        live: CANARY,
        sensitive: true,
        owners: [],
      },
      {
        path: '.spec.paused',
        verdict: 'in-sync',
        reason: 'equal',
        evidence: 'Both sides are equal.',
        live: false,
        sensitive: false,
        owners: [],
      },
    ],
    notChecked: [],
    limits: [],
  } as const

  const noLedger = async () => {
    throw new DriftageError('DRF6050', 'There is none.')
  }

  it('explain prints why, field by field', async () => {
    const { code, out } = await outcome('explain deployment/web -n shop --source deploy/', {
      explain: async () => explained,
      openLedger: noLedger,
    })
    expect(code).toBe(0)
    expect(out).toBe(`prod-eu/apps/Deployment/shop/web  drifted

.spec.replicas  drift (modified)
  Git says      3
  cluster runs  5
  because       No rule explains it and kubectl-edit owns it. (no-rule)
  severity      medium, by rule DRF-OPS-001
  owners        kubectl-edit Update 2026-03-01T08:48:00Z
  last agreed   unknown

.spec.token  expected (added)
  Git says      (nothing)
  cluster runs  (masked)
  because       Filled by an operator. (rule)
  rule          MUT-1
  owners        (no owner)

1 field in sync:
  .spec.paused  false  (no owner)

As of 2026-03-01T12:00:00Z: Deployment/shop/web at resourceVersion 7 on prod-eu.
No history: No service runs on this machine and none left a store, so nothing is known of the time before; driftage serve remembers it, and so does driftage scan --remember.
`)
  })

  it.each(['json', 'yaml'])('explain keeps secrets out of %s', async (format) => {
    const { out } = await outcome(`explain deployment/web --source deploy/ -o ${format}`, {
      explain: async () => explained,
      openLedger: noLedger,
    })
    expect(out).toContain('.spec.token')
    expect(out).not.toContain(CANARY)
  })

  it('explain does not call it a success not to know', async () => {
    const found = await outcome('explain deployment/web --source deploy/', {
      explain: async () => ({ ...explained, verdict: 'unknown' }),
      openLedger: noLedger,
    })
    expect(found.code).toBe(2)
  })

  it.each([
    ['ok', 0, 'A scan will see everything that a single look can see.'],
    ['warn', 0, 'A scan will see everything that a single look can see, with 1 limit.'],
    ['missing', 2, 'A scan will work, and will not see everything: 1 of 1 check missing.'],
    ['failed', 2, 'A scan will not work from here: 1 check failed.'],
  ] as const)('doctor: %s', async (status, code, conclusion) => {
    const check = {
      id: 'rights.list',
      title: 'list deployments',
      status,
      detail: 'asked the API server',
      remedy: 'driftage rbac',
    }
    const found = await outcome('doctor', {
      doctor: async () => ({
        schemaVersion: 'driftage.dev/doctor/v1',
        time: '2026-03-01T12:00:00Z',
        groups: [{ id: 'rights', checks: [check] }],
      }),
    })
    expect(found.code).toBe(code)
    expect(found.out).toBe(
      `Rights\n  ${status}${' '.repeat(2)}list deployments  asked the API server\n${' '.repeat(4 + status.length + 18)}-> driftage rbac\n\n${conclusion}\n`,
    )
  })

  it('rbac prints what it is given', async () => {
    expect(await outcome('rbac deploy/', { rbac: async () => 'kind: ClusterRole\n' })).toEqual({
      code: 0,
      out: 'kind: ClusterRole\n',
      err: '',
    })
  })
})
