import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ScanReport } from '../../../src/model/scan-report.ts'
import { ensureTool } from '../../../tools/build.mjs'
import { fleet } from '../../fleet/living-fleet.ts'
import { BuiltProgram } from './built-program.ts'

let program: BuiltProgram

beforeAll(async () => {
  program = await BuiltProgram.build()
})

afterAll(async () => {
  program?.remove()
})

async function scan(...args: readonly string[]): Promise<{ readonly code: number; readonly report: ScanReport }> {
  const { code, out, err } = await program.run('scan', ...args, '--kubeconfig', fleet().kubeconfigs.admin, '-o', 'json')
  if (out === '') throw new Error(err)
  return { code, report: JSON.parse(out) as ScanReport }
}

function lines({ findings, notChecked }: ScanReport): readonly string[] {
  return [
    ...findings.map(({ object, kind, path }) => `${object.kind}/${object.name} ${kind} ${path}`),
    ...notChecked.map(
      ({ object, path, reason, message }) => `${object?.kind ?? ''} ${path ?? ''} ${reason} ${message}`,
    ),
  ]
}

const RELEASES = [
  ['shop', 'parts.platform=false'],
  ['platform', 'parts.shop=false'],
] as const

describe('a chart that was installed with Helm', () => {
  it.each(RELEASES)('is in sync with its release %s, rendered by the renderer of the package', async (release, set) => {
    const { code, report } = await scan('examples/fleet-chart', '--release', release, '--set', set)
    expect(lines(report)).toEqual([])
    expect(report.summary.objects).toBeGreaterThan(10)
    expect(code).toBe(0)
  })

  it('is in sync as well when native binaries render it', async () => {
    const { dir } = await ensureTool('render')
    const { report } = await scan(
      'examples/fleet-chart',
      '--release',
      'shop',
      '--set',
      'parts.platform=false',
      '--render-with',
      dir,
    )
    expect(lines(report)).toEqual([])
  })

  it('is in sync with the kustomization that says the same: Helm’s own marks are no drift', async () => {
    const { code, report } = await scan('examples/fleet-kustomize/base')
    expect(lines(report)).toEqual([])
    expect(code).toBe(0)
  })

  it('differs from the overlay in what the overlay changes, and names the file', async () => {
    const { code, report } = await scan('examples/fleet-kustomize/overlays/production')
    expect(code).toBe(1)
    expect(report.findings.map(({ object }) => `${object.kind}/${object.name}`)).toContain('Deployment/web')
    expect(report.findings.every(({ source }) => source.file !== '')).toBe(true)
  })

  it('says of one that does not render what is wrong, and ends with 2', async () => {
    const { code, report } = await scan('examples/fleet-chart', '--release', 'shop', '--set', 'parts=none')
    expect(code).toBe(2)
    expect(report.notChecked.map(({ reason }) => reason)).toContain('render')
  })
})
