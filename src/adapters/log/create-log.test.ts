import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DriftageError } from '../../errors/driftage-error.ts'
import { createLog, type LogLevel } from './create-log.ts'

function logged(work: (log: ReturnType<typeof createLog>) => void, level: LogLevel = 'info'): readonly string[] {
  const lines: string[] = []
  work(createLog({ level, to: { write: (line) => void lines.push(line) } }))
  return lines
}

const withoutTime = (line: string) => line.replace(/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/, '"time":"T"')

const CANARY = 'cANARY-5ecret-value'

describe('the log', () => {
  it('is JSON, a line an entry, with a level in words and a time', () => {
    const lines = logged((log) => {
      log.debug('Left out below info')
      log.info('The service has started', { port: 8420, open: true })
      log.warn('A watch was restarted', { cluster: 'prod-eu', reason: 'idle' })
    })
    expect(lines.map(withoutTime)).toEqual([
      '{"level":"info","time":"T","port":8420,"open":true,"message":"The service has started"}\n',
      '{"level":"warn","time":"T","cluster":"prod-eu","reason":"idle","message":"A watch was restarted"}\n',
    ])
  })

  it('says of errors where, and what only of our own (B-04)', () => {
    const [line = ''] = logged((log) => {
      const foreign = Object.assign(new TypeError(`cannot parse "${CANARY}"`), { code: 'ERR_X' })
      log.error('The source could not be read', new DriftageError('DRF2003', 'It says why.', { cause: foreign }))
    })
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      message: 'The source could not be read',
      error: {
        name: 'DriftageError',
        code: 'DRF2003',
        message: 'It says why.',
        at: [
          expect.stringContaining('create-log.test.ts'),
          ...Array.from({ length: 7 }, () => expect.any(String) as string),
        ],
        cause: { name: 'TypeError', code: 'ERR_X' },
      },
    })
    expect(line).not.toContain(CANARY)
    expect(logged((log) => log.error('Thrown', CANARY)).join('')).not.toContain(CANARY)
  })

  it('masks what should never have been given to it (B-06)', () => {
    const [line = ''] = logged((log) =>
      log.info('Fetched', {
        apiToken: CANARY,
        authorization: CANARY,
        PrivateKey: CANARY,
        url: `https://user:${CANARY}@git.example/shop.git`,
        header: `Bearer ${CANARY}`,
        note: `tried basic ${CANARY}, then gave up`,
      }),
    )
    expect(line).not.toContain(CANARY)
    expect(JSON.parse(line)).toMatchObject({
      url: 'https://(masked)@git.example/shop.git',
      note: 'tried basic (masked), then gave up',
    })
  })

  it('cannot be made to rewrite a terminal or to forge a line (B-60)', () => {
    const name = 'web\u001b[2J\u202e\u009b31m\n{"level":"info","message":"forged"}\u2028'
    const lines = logged((log) => log.info('Seen', { name }))
    expect(lines).toHaveLength(1)
    // oxlint-disable-next-line no-control-regex
    expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name })
  })
})

describe('messages', () => {
  const root = join(import.meta.dirname, '../..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const calls = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const found = text.matchAll(/\blog\.(?:debug|info|warn|error)\(\s*((?:'[^'\n]*'|[^'])[^,)]*)/g)
    return [...found].map(([, first = '']) => ({ file: file.replaceAll('\\', '/'), first: first.trim() }))
  })

  it('are constant texts everywhere, but for the log itself, which passes them on', () => {
    expect(calls.length).toBeGreaterThan(5)
    const varying = calls.filter(
      ({ file, first }) => !/^'[A-Z][^'$]*'$/.test(first) && file !== 'adapters/log/create-log.ts',
    )
    expect(varying).toEqual([])
  })
})
