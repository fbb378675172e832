import { describe, expect, it } from 'vitest'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ExplainedField, ExplainReport } from '../../model/explain-report.ts'
import { hasUnsafe } from '../../model/visible-text.ts'
import type { OpenedLedger } from '../shown-ledger.ts'
import { ledgerSession } from './ledger-session.ts'
import { CANARY, sampleReport } from './views/sample-report.ts'

const { asOf } = sampleReport()
const web = { cluster: 'prod-eu', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }
const replicas: ExplainedField = {
  path: '.spec.replicas',
  verdict: 'drift',
  reason: 'no-rule',
  evidence: 'No rule explains it.',
  kind: 'modified',
  desired: 3,
  live: 5,
  sensitive: false,
  owners: [],
}

function report(changes: Partial<ExplainReport> = {}): ExplainReport {
  return {
    schemaVersion: 'driftage.dev/explain/v1',
    asOf,
    object: web,
    verdict: 'drifted',
    fields: [replicas],
    notChecked: [],
    limits: [],
    ...changes,
  }
}

function explaining(found: ExplainReport, changes: Partial<OpenedLedger> = {}) {
  return ledgerSession(changes, { explain: async () => found })
}

const WORDS = ['explain', 'deployment/web', '--source', 'deploy/'] as const

function withoutLedger(code: 'DRF6050' | 'DRF5001') {
  const openLedger = async () => Promise.reject(new DriftageError(code, 'Somebody has it.'))
  return (found: ExplainReport) => ledgerSession({}, { explain: async () => found, openLedger })
}

describe('explain, where there is a ledger', () => {
  it('adds to a field since when, by whom, what was before and what comes next', async () => {
    const asked = explaining(report())
    const { code, out } = await asked.run(...WORDS)
    expect(code).toBe(0)
    expect(asked.stillOpen()).toBe(0)
    expect(out).toContain('age              at least 3h12m (there at 2026-03-01T08:48:00.000Z, not before 2026-02-28')
    expect(out).toMatch(/by +kubectl-edit \(person, possible\), by managedFields/)
    expect(out.match(/^ +before +from 2026/gm)).toHaveLength(2)
    expect(out).toMatch(/handling +nobody has looked at it/)
    expect(out).toMatch(/looked after by +shop/)
    expect(out).toMatch(/next +revert in 12m/)
    expect(out).toMatch(/id +id-replicas/)
    expect(out).toMatch(/\nHistory: .*prod-eu/)
  })

  it('tells the same in JSON, in the words of history', async () => {
    const { out } = await explaining(report()).run(...WORDS, '-o', 'json')
    const told = JSON.parse(out) as { readonly fields: readonly { readonly history: object }[] }
    const { out: history } = await ledgerSession().run('history', 'id-replicas', '-o', 'json')
    expect(told.fields[0]?.history).toEqual(JSON.parse(history))
    expect(told).toMatchObject({ history: { state: 'found', cluster: { name: 'prod-eu' } } })
  })

  it('tells of fields that agree now what was before', async () => {
    const { out } = await explaining(report({ fields: [], verdict: 'in-sync' })).run(...WORDS)
    expect(out).toContain('.spec.replicas  differed before')
    const json = await explaining(report({ fields: [], verdict: 'in-sync' })).run(...WORDS, '-o', 'json')
    const { history } = JSON.parse(json.out) as { readonly history: { readonly others: readonly object[] } }
    expect(history.others.length).toBeGreaterThan(0)
  })

  it('asks for the field that was asked for, and for what lies below it', async () => {
    const { out } = await explaining(report({ fields: [] })).run(
      'explain',
      'deployment/web',
      '.spec.paused',
      ...WORDS.slice(2),
    )
    expect(out).not.toContain('.spec.replicas')
  })

  it('says where the ledger calls the clusters something else', async () => {
    const { code, out } = await explaining(report({ object: { ...web, cluster: 'elsewhere' } })).run(...WORDS)
    expect(code).toBe(0)
    expect(out).toMatch(/\nNo history: The ledger knows .*prod-eu.*, and not elsewhere; --cluster-name says/)
  })

  it.each(['table', 'json', 'yaml'])('shows no secret and rewrites no terminal in %s', async (format) => {
    for (const name of ['web', 'checkout', 'payment']) {
      const { out } = await explaining(report({ object: { ...web, name }, fields: [] })).run(...WORDS, '-o', format)
      expect(out).not.toContain(CANARY)
      expect(hasUnsafe(out.replaceAll('\n', ''))).toBe(false)
    }
  })
})

describe('explain, where no ledger can be asked', () => {
  it.each([
    ['DRF6050', 'No history: No service runs on this machine'],
    ['DRF5001', 'No history (DRF5001): Somebody has it.'],
  ] as const)('%s is one line more, and changes neither the rest nor the exit code', async (code, line) => {
    for (const verdict of ['drifted', 'unknown'] as const) {
      const run = await withoutLedger(code)(report({ verdict })).run(...WORDS)
      expect([run.code, run.err]).toEqual([verdict === 'unknown' ? 2 : 0, ''])
      expect(run.out.split('\n').filter((one) => one.startsWith('No history'))).toEqual([expect.stringContaining(line)])
      expect(run.out).toContain('because')
      expect(run.out).not.toMatch(/^ +age /m)
    }
    const { out } = await withoutLedger(code)(report()).run(...WORDS, '-o', 'json')
    expect(JSON.parse(out)).toMatchObject({ history: { state: code === 'DRF6050' ? 'none' : 'failed' } })
  })

  it('is asked for by flags of its own, since --server is the API server here', async () => {
    const asked = explaining(report())
    await asked.run(
      ...WORDS,
      '--service',
      'https://driftage.example',
      '--token-file',
      'token',
      '--server',
      'https://api',
    )
    await asked.run(...WORDS, '--data', '/var/lib/driftage', '--server', 'https://api')
    expect(asked.opened).toEqual([
      { server: 'https://driftage.example', token: { from: 'file', file: 'token' } },
      { data: '/var/lib/driftage' },
    ])
  })
})
