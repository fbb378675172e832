import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { generatedFiles } from '../../scripts/reference/generated-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')

it.each(generatedFiles())(
  '$path is what its source says (else: node scripts/generate-reference.mjs)',
  ({ path, text }) => {
    expect(readFileSync(resolve(ROOT, path), 'utf8')).toBe(text)
  },
)
