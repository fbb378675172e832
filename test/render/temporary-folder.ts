import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** Gives this test file a folder for temporary files of its own, so that it can see what is left behind in it. */
export function ownTemporaryFolder(): () => string {
  const before = process.env['TMPDIR']
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'driftage-test-'))
    process.env['TMPDIR'] = folder
  })
  afterAll(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
    rmSync(folder, { recursive: true })
  })
  return () => folder
}
