import { describe, expect, it } from 'vitest'
import { DAY, HOUR } from '../../../../model/instant.ts'
import type { Invocation } from '../invocation.ts'
import { parseArguments } from '../parse.ts'
import type { LedgerArguments } from './ledger-commands.ts'

function parse(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Invocation {
  return parseArguments(words, { program: 'driftage', version: '1.2.3', environment })
}

function asked(commandLine: string, environment: NodeJS.ProcessEnv = {}): LedgerArguments {
  const invocation = parse(commandLine.split(' '), environment)
  if (invocation.command !== 'ledger') throw new Error(JSON.stringify(invocation))
  return invocation.asked
}

function refused(commandLine: string): string {
  const invocation = parse(commandLine.split(' '))
  if (invocation.command !== 'misuse') throw new Error(JSON.stringify(invocation))
  return invocation.diagnostics.map(({ code, message }) => `${code} ${message}`).join()
}

const BASE = { service: {}, talk: { quiet: false, debug: false } }
const TABLE = { ...BASE, output: 'table' }

describe('what the memory is asked', () => {
  it.each([
    ['status', { verb: 'status', ...TABLE }],
    ['rules -o json', { verb: 'rules', ...TABLE, output: 'json' }],
    ['rules test', { verb: 'rules', ...TABLE, test: { file: 'driftage.yaml' } }],
    ['rules test new.yaml -o markdown', { verb: 'rules', ...TABLE, output: 'markdown', test: { file: 'new.yaml' } }],
    ['rules test --config live.yaml', { verb: 'rules', ...TABLE, test: { file: 'live.yaml' } }],
    [
      'rules test new.yaml --config live.yaml',
      { verb: 'rules', ...TABLE, test: { file: 'new.yaml', inForce: 'live.yaml' } },
    ],
    ['show 4f2c', { verb: 'show', id: '4f2c', ...TABLE }],
    ['history 4f2c -o yaml', { verb: 'history', id: '4f2c', ...TABLE, output: 'yaml' }],
    ['overwritten', { verb: 'overwritten', limit: 100, ...TABLE }],
    ['overwritten --cluster prod-eu --limit 7', { verb: 'overwritten', cluster: 'prod-eu', limit: 7, ...TABLE }],
    ['fights', { verb: 'fights', ended: false, limit: 100, ...TABLE }],
    ['fights --ended', { verb: 'fights', ended: true, limit: 100, ...TABLE }],
    ['activity', { verb: 'activity', limit: 100, ...TABLE }],
    [
      'activity --subject prod-eu --kind accepted,,reopened',
      { verb: 'activity', subject: 'prod-eu', kinds: ['accepted', 'reopened'], limit: 100, ...TABLE },
    ],
    ['ack a b a', { verb: 'ack', ids: ['a', 'b'], ...TABLE }],
    ['reopen a', { verb: 'reopen', ids: ['a'], ...TABLE }],
    [
      'accept a --until 14d --reason test',
      { verb: 'accept', ids: ['a'], until: { inMs: 14 * DAY }, reason: 'test', ...TABLE },
    ],
    [
      'accept a --until 2026-04-01 --reason test',
      { verb: 'accept', ids: ['a'], until: { at: Date.UTC(2026, 3, 2) }, reason: 'test', ...TABLE },
    ],
    [
      'accept a --until 2026-04-01T02:00+02:00 --reason test',
      { verb: 'accept', ids: ['a'], until: { at: Date.UTC(2026, 3, 1) }, reason: 'test', ...TABLE },
    ],
    ['deployed --source shop --revision 4f2c1d', { verb: 'deployed', source: 'shop', revision: '4f2c1d', ...BASE }],
    ['confirm shop', { verb: 'confirm', source: 'shop', ...BASE }],
    [
      'recheck prod-eu/-/Node/-/a%2Fb',
      { verb: 'recheck', ref: { cluster: 'prod-eu', group: '', kind: 'Node', namespace: '', name: 'a/b' }, ...BASE },
    ],
    ['assign a --to team-shop', { verb: 'assign', ids: ['a'], assignee: 'team-shop', ...TABLE }],
    ['assign a --to-nobody', { verb: 'assign', ids: ['a'], assignee: null, ...TABLE }],
  ])('%s', (commandLine, expected) => {
    expect(asked(commandLine)).toEqual(expected)
  })

  it('lists what drifts now, unless something else is wanted', () => {
    const filter = { states: ['settling', 'open'], standings: ['drift', 'drift-and-pending'], order: 'urgency' }
    expect(asked('list')).toEqual({ verb: 'list', filter, limit: 200, watch: false, ...TABLE })
    const narrow =
      'list --state open,resolved --standing pending --handling none --severity high --severity low --cluster c -n shop --kind K ' +
      '--name web --source s --owner o --cause x --actor person --older-than 24h --newest --limit 5 -w -o jsonl -q'
    expect(asked(narrow)).toEqual({
      verb: 'list',
      filter: {
        states: ['open', 'resolved'],
        standings: ['pending'],
        handling: ['none'],
        severities: ['high', 'low'],
        cluster: 'c',
        namespace: 'shop',
        kind: 'K',
        name: 'web',
        source: 's',
        owner: 'o',
        cause: 'x',
        actorClass: 'person',
        olderThanMs: 24 * HOUR,
        order: 'newest',
      },
      limit: 5,
      watch: true,
      output: 'jsonl',
      service: {},
      talk: { quiet: true, debug: false },
    })
  })

  it.each([
    ['rules', {}, {}],
    ['rules --server https://a --token-file t', {}, { server: 'https://a', token: { from: 'file', file: 't' } }],
    [
      'rules',
      { DRIFTAGE_SERVER: 'https://b', DRIFTAGE_TOKEN: 'x' },
      { server: 'https://b', token: { from: 'environment' } },
    ],
    [
      'rules --server https://a --token-file t',
      { DRIFTAGE_SERVER: 'https://b', DRIFTAGE_TOKEN: 'x' },
      { server: 'https://a', token: { from: 'file', file: 't' } },
    ],
    ['rules --data /d', { DRIFTAGE_SERVER: '', DRIFTAGE_TOKEN: '' }, { data: '/d' }],
  ])('%s with %j asks %j', (commandLine, environment, service) => {
    expect(asked(commandLine, environment).service).toEqual(service)
  })
})

describe('what cannot be carried out', () => {
  it.each([
    ['show', 'DRF1005 The argument <id> is missing.'],
    ['rules --config driftage.yaml', 'DRF1007 --config goes with driftage rules test only.'],
    ['show a b', 'DRF1006'],
    ['ack', 'DRF1005 The argument <id> is missing.'],
    ['accept a --reason x', 'DRF1004'],
    ['deployed --source shop', 'DRF1004'],
    ['confirm', 'DRF1005'],
    ['recheck deployment/web', 'DRF1008'],
    ['accept a --until 14d', 'DRF1004'],
    ['accept a --until soon --reason x', 'DRF1004 "soon" cannot be used for --until. It takes a span such as 14d'],
    ['accept a --until 2026-13-01 --reason x', 'DRF1004'],
    ['assign a', 'DRF1007'],
    ['assign a --to b --to-nobody', 'DRF1007'],
    ['list --state closed', 'DRF1004 "closed" cannot be used for --state. It takes settling, open, resolved.'],
    ['list --older-than 0', 'DRF1004'],
    ['list --limit 0', 'DRF1004'],
    ['list --watch -o json', 'DRF1007'],
    ['list -o sarif', 'DRF1004'],
    ['statsu', 'DRF1001 There is no command "statsu". Did you mean status?'],
  ])('%s', (commandLine, start) => {
    expect(refused(commandLine).startsWith(start) ? start : refused(commandLine)).toBe(start)
  })

  it('an acceptance without a word of reason', () => {
    const invocation = parse(['accept', 'a', '--until', '14d', '--reason', ' '])
    expect(invocation).toMatchObject({ command: 'misuse', diagnostics: [{ code: 'DRF1004' }] })
  })
})
