import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { applyShop, dumpShop, SHOP } from '../../../scripts/demo/shop.ts'
import { parsePath } from '../../../src/model/field-path-parse.ts'
import type { PathElement } from '../../../src/model/field-path.ts'
import type { ReportedDrift, ScanReport } from '../../../src/model/scan-report.ts'
import { driftage, findingLines, reportOf } from '../program.ts'
import { READERS, sarifFaults } from './formats.ts'
import { driftedShop, shop } from './living-shop.ts'

let dump: string | undefined
let scanned: ScanReport

/** Before each group of stories; only the first time does anything. */
async function lookAtDrift(): Promise<void> {
  scanned = await driftedShop()
  dump ??= await writtenDump()
}

async function writtenDump(): Promise<string> {
  const file = join(shop().dir, 'dump.json')
  await writeFile(file, await dumpShop(shop()))
  return file
}

function scan(...flags: readonly string[]) {
  return driftage('scan', SHOP, '--kubeconfig', shop().kubeconfigs.admin, '--cluster-name', 'shop', ...flags)
}

function diff(...flags: readonly string[]) {
  return driftage('diff', SHOP, dump ?? '', '--cluster-name', 'shop', ...flags)
}

describe('diff of the dump', () => {
  beforeAll(lookAtDrift)

  it('finds what scan of the cluster finds', async () => {
    const compared = reportOf(await diff('-o', 'json'))
    expect(findingLines(compared)).toEqual(findingLines(scanned))
    expect(compared.findings.map(({ id }) => id)).toEqual(scanned.findings.map(({ id }) => id))
    expect(compared.findings.map(judged)).toEqual(scanned.findings.map(judged))
    expect(scanned.findings).toHaveLength(16)
    expect(scanned.notChecked).toEqual([])
  })

  it('reads a dump as YAML alike', async () => {
    const yaml = join(shop().dir, 'dump.yaml')
    const format = ['-o', 'yaml', '--show-managed-fields', '--ignore-not-found']
    await writeFile(yaml, (await shop().kubectl('alice', ['get', '-f', SHOP, ...format])).stdout)
    const report = reportOf(await driftage('diff', SHOP, yaml, '--cluster-name', 'shop', '-o', 'json'))
    expect(findingLines(report)).toEqual(findingLines(scanned))
  })
})

/** What does not depend on when or by whom somebody looked. */
function judged({ severity, severityRule, actorClass, attribution, visibleTo, source }: ReportedDrift): object {
  return {
    severity,
    severityRule,
    actorClass,
    manager: attribution.manager,
    visibleTo,
    place: `${source.file}:${source.line}`,
  }
}

describe('formats', () => {
  beforeAll(lookAtDrift)

  it.each(Object.keys(READERS))('%s tells of the same findings', async (format) => {
    const { code, out } = await diff('-o', format)
    expect(code).toBe(1)
    const ids = READERS[format]?.(out).map(({ id }) => id)
    expect([...new Set(ids)].sort()).toEqual(scanned.findings.map(({ id }) => id).sort())
  })

  it.each(['table', 'markdown'])('%s names the same objects and fields', async (format) => {
    const { out } = await diff('-o', format)
    const untold = scanned.findings.filter(({ object, path }) => {
      const name = [object.kind, object.namespace, object.name].filter((part) => part !== '').join('/')
      return !out.includes(name) || !out.includes(path)
    })
    expect(untold).toEqual([])
  })

  it('sarif is valid SARIF 2.1.0', async () => {
    expect(await sarifFaults((await diff('-o', 'sarif')).out)).toBeNull()
  })

  it('no format holds a value of a Secret', async () => {
    for (const format of [...Object.keys(READERS), 'table', 'markdown']) {
      const { out, err } = await diff('-o', format, '--include', 'expected,pending,defaults', '--debug')
      expect(out + err).not.toMatch(/example-key-from|example-secret|ZXhhbXBsZS/)
    }
  })

  it.each(['json', 'sarif', 'github', 'gitlab'])('%s points to the line of the field in Git', async (format) => {
    const told = READERS[format]?.((await diff('-o', format)).out) ?? []
    const wrong = told.flatMap(({ id, file, line }) => {
      const finding = scanned.findings.find((one) => one.id === id)
      if (finding === undefined || file === undefined || line === undefined) return [id]
      const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? ''
      const word = wordInGit(finding)
      return text.includes(word) ? [] : [`${finding.path}: no ${word} in line ${line}: ${text}`]
    })
    expect(told).toHaveLength(16)
    expect(wrong).toEqual([])
  })
})

/** What must stand on the line: the field, its parent where Git has no such field, the start of a missing object. */
function wordInGit({ path, kind }: ReportedDrift): string {
  if (kind === 'missing') return 'apiVersion'
  const names = (parsePath(path) ?? []).map(nameOf)
  return String(kind === 'added' ? names.at(-2) : names.at(-1))
}

function nameOf(element: PathElement): string {
  switch (element.kind) {
    case 'field':
      return element.name
    case 'key':
      return String(element.keys[0]?.value)
    case 'value':
      return String(element.value)
    case 'index':
      return '-'
  }
}

describe('what decides the exit code, and what is listed', () => {
  beforeAll(lookAtDrift)

  it.each([
    ['critical', 1],
    ['info', 1],
    ['pending', 1],
  ] as const)('--fail-on %s ends in %d', async (level, code) => {
    expect((await diff('--fail-on', level)).code).toBe(code)
  })

  it('findings below --fail-on are shown and fail nothing', async () => {
    const quiet = join(shop().dir, 'access.json')
    const format = ['-o', 'json', '--show-managed-fields']
    await writeFile(quiet, (await shop().kubectl('alice', ['get', '-f', `${SHOP}/access.yaml`, ...format])).stdout)
    const source = `${SHOP}/access.yaml`
    const high = await driftage('diff', source, quiet, '--fail-on', 'high', '-q')
    expect(high).toMatchObject({ code: 1, err: '' })
    expect(high.out).toContain('HIGH      Role/shop/support')
    expect((await driftage('diff', source, quiet, '--fail-on', 'critical')).code).toBe(0)
  })

  it('--include lists what was explained, under its rule, and what the server filled in', async () => {
    const usual = reportOf(await scan('-o', 'json'))
    expect(usual.expected).toEqual([])
    const { expected, summary } = reportOf(await scan('-o', 'json', '--include', 'expected,defaults'))
    expect(expected.length).toBe(summary.expected + summary.defaults)
    const lines = expected.map(({ object, rule, path }) => `${object.name} ${path}: ${rule}`)
    expect(lines).toContain('checkout .spec.replicas: hpa-replicas')
    expect(lines).toContain('web .spec.sessionAffinity: default')
    expect(lines).toContain('web .spec.clusterIP: allocated')
  })
})

describe('after the engine has applied Git again', () => {
  it('a scan that finds less says what it cannot have seen', async () => {
    await applyShop(shop())
    await shop().waitForSettled()
    const { findings, limits } = reportOf(await scan('-o', 'json'))
    expect(findings.length).toBeLessThan(16)
    expect(limits.map(({ code }) => code)).toContain('taken-over-by-deployer')
    const { out } = await scan()
    expect(out).toMatch(/What a single look cannot see:\n {2}\d+ objects were written again by argocd-controller/)
  })
})
