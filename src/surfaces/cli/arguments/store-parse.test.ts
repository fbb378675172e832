import { describe, expect, it } from 'vitest'
import { parseArguments } from './parse.ts'

const TALK = { quiet: false, debug: false }

function parsed(line: string, environment: NodeJS.ProcessEnv = {}): unknown {
  return parseArguments(line.split(' '), { program: 'driftage', version: '', environment })
}

function refusal(line: string): unknown {
  const { diagnostics } = parsed(line) as { diagnostics: readonly { code: string }[] }
  return diagnostics.map(({ code }) => code)
}

describe('the store that a command opens itself', () => {
  it('is the one of this machine, a folder, or a database whose URL stands elsewhere', () => {
    const asked = { verb: 'check', talk: TALK }
    expect(parsed('db check')).toEqual({ command: 'db', asked: { ...asked, store: { kind: 'embedded' } } })
    expect(parsed('db check --data folder', { DRIFTAGE_POSTGRES_URL: 'x' })).toEqual({
      command: 'db',
      asked: { ...asked, store: { kind: 'embedded', data: 'folder' } },
    })
    expect(parsed('db check --postgres-url-file url')).toEqual({
      command: 'db',
      asked: { ...asked, store: { kind: 'postgres', url: { from: 'file', file: 'url' } } },
    })
    expect(parsed('db check', { DRIFTAGE_POSTGRES_URL: 'postgres://u:p@h/d' })).toEqual({
      command: 'db',
      asked: { ...asked, store: { kind: 'postgres', url: { from: 'environment', name: 'DRIFTAGE_POSTGRES_URL' } } },
    })
  })

  it('moves to a folder or to a database, whose password never stands on the command line', () => {
    const to = (line: string): unknown => (parsed(line) as { asked: { to: unknown } }).asked.to
    expect(to('db move folder')).toEqual({ kind: 'embedded', data: 'folder' })
    expect(to('db move env:URL')).toEqual({ kind: 'postgres', url: { from: 'environment', name: 'URL' } })
    expect(to('db move postgres://u@h/d')).toEqual({
      kind: 'postgres',
      url: { from: 'text', text: 'postgres://u@h/d' },
    })
    expect(refusal('db move postgres://u:secret@h/d')).toEqual(['DRF1007'])
    expect(refusal('db move postgres://h/d?password=secret')).toEqual(['DRF1007'])
  })

  it.each([
    'db backup',
    'db move',
    'db check file',
    'db check --data a --postgres-url-file b',
    'config check',
    'config schema file',
    'config explain file',
  ])('%s is refused', (line) => {
    expect(refusal(line)).toEqual(['DRF1007'])
  })
})

describe('config', () => {
  it('explain takes an object, a path and what is supposed', () => {
    expect(
      parsed(
        'config explain driftage.yaml prod/apps/Deployment/shop/web spec.replicas --label team=shop --source shop --actor person',
      ),
    ).toEqual({
      command: 'config',
      asked: {
        verb: 'explain',
        file: 'driftage.yaml',
        output: 'table',
        talk: TALK,
        supposed: {
          ref: { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
          path: '.spec.replicas',
          labels: { team: 'shop' },
          sources: ['shop'],
          severity: 'medium',
          actor: 'person',
        },
      },
    })
  })
})
