import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve(import.meta.dirname, '../../src')

/** Stage → stages that it may import besides `model` and `errors`, which everybody may. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: [],
  diff: [],
  policy: [],
  desired: [],
  live: [],
  ledger: [],
  config: ['policy'],
  adapters: ['desired', 'live', 'ledger', 'loop', 'policy'],
  loop: ['desired', 'live', 'diff', 'policy', 'ledger', 'actions', 'config'],
  surfaces: ['ledger', 'loop'],
}

/** Pure stages: the same input gives the same output, whatever the machine and the hour. */
const PURE = ['model', 'diff', 'policy', 'ledger']

/** Modules of Node that a pure stage may use: hashing is a function of its input. */
const PURE_MODULES: ReadonlySet<string> = new Set(['node:crypto'])

/** Packages that live in few places only. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  undici: ['adapters/kube', 'adapters/service'],
  commander: ['surfaces/cli'],
  '@commander-js/extra-typings': ['surfaces/cli'],
  picocolors: ['surfaces/cli'],
  zod: ['surfaces/contract', 'surfaces/api', 'config'],
  fastify: ['surfaces/api'],
  kysely: ['adapters/sql'],
  pg: ['adapters/sql'],
  '@electric-sql/pglite': ['adapters/sql'],
  '@marcbachmann/cel-js': ['adapters/cel'],
  pino: ['adapters/log'],
  'prom-client': ['surfaces/metrics'],
  'p-limit': ['adapters/kube', 'loop/sources'],
}

interface Import {
  readonly from: string
  readonly target: string
}

describe('import rule', () => {
  const files = sources(SRC)
  const imports = files.flatMap(importsOf)

  it('sees the whole source tree, so that it cannot pass blind', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(300)
  })

  it('lets a stage import only what it may', () => {
    expect(imports.filter((one) => !isAllowed(one)).map(print)).toEqual([])
  })

  it('keeps input, output and packages out of the pure stages', () => {
    const impure = imports.filter(({ from, target }) => PURE.includes(stageOf(from)) && isOutside(target))
    expect(impure.map(print)).toEqual([])
  })

  it('keeps the clock and randomness out of the pure stages', () => {
    const banned = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(/
    const clocked = files.filter(
      (file) => PURE.includes(stageOf(file)) && banned.test(readFileSync(join(SRC, file), 'utf8')),
    )
    expect(clocked).toEqual([])
  })

  it('keeps each outside library in its one place', () => {
    const strays = imports.filter(({ from, target }) => {
      const home = HOMES[packageOf(target)]
      return home !== undefined && !home.some((folder) => from.startsWith(`${folder}/`))
    })
    expect(strays.map(print)).toEqual([])
  })

  it('keeps adapters apart from each other', () => {
    const crossing = imports.filter(({ from, target }) => {
      const adapter = /^adapters\/([^/]+)\//.exec(from)?.[1]
      const other = /^adapters\/([^/]+)\//.exec(target)?.[1]
      return adapter !== undefined && other !== undefined && adapter !== other
    })
    expect(crossing.map(print)).toEqual([])
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [relative(SRC, path)] : []
  })
}

/** Static, type-only and dynamic imports; paths inside the project are relative to `src`. */
function importsOf(from: string): Import[] {
  const text = readFileSync(join(SRC, from), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
  )
  return [...found].map(([, written, dynamic]) => {
    const specifier = written ?? dynamic ?? ''
    if (!specifier.startsWith('.')) return { from, target: specifier }
    return { from, target: relative(SRC, resolve(SRC, dirname(from), specifier)) }
  })
}

function stageOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : ''
}

/** `compose` and `main.ts` are where adapters meet ports; nobody else imports them. */
function isAllowed({ from, target }: Import): boolean {
  const stage = stageOf(from)
  if (!/\.(ts|json)$/.test(target) || stage === '' || stage === 'compose') return true
  const other = stageOf(target)
  if (other === '' || other === 'compose') return false
  if (other === stage || other === 'model') return true
  if (other === 'errors') return stage !== 'model'
  if (stage === 'errors') return false
  return (MAY_IMPORT[stage] ?? []).includes(other)
}

function isOutside(target: string): boolean {
  return !/\.(ts|json)$/.test(target) && !PURE_MODULES.has(target)
}

function packageOf(target: string): string {
  return target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '')
}

function print({ from, target }: Import): string {
  return `${from} imports ${target}`
}
