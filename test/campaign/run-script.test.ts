import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const RUN = resolve(import.meta.dirname, '../../scripts/run.mjs')

it('lets a file that is run find what lies beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftage-run-test-'))
  try {
    const file = join(folder, 'where.ts')
    writeFileSync(
      file,
      'export const run = (args: readonly string[]) => console.log(JSON.stringify([import.meta.dirname, import.meta.url, ...args]))\n',
    )
    const answer: unknown = JSON.parse(execFileSync(process.execPath, [RUN, file, 'one', 'two'], { encoding: 'utf8' }))
    expect(answer).toEqual([folder, pathToFileURL(file).href, 'one', 'two'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
