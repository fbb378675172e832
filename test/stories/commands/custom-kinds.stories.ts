import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { kubectl } from '../../../scripts/demo/shop.ts'
import { bareCluster } from '../bare-cluster.ts'
import { applyFiles } from '../../fleet/appliers.ts'
import { waitForDefinitions } from '../../fleet/fleet-settled.ts'
import { FLEET } from '../../fleet/places.ts'
import { driftage, findingLines, gapLines, reportOf } from '../program.ts'

/** Widgets and routes, whose lists are keyed and whose fields have defaults. */
const SOURCE = join(FLEET, 'shop/routes.yaml')
const GROUPS = ['demo.example.dev', 'edge.example.dev']

let dump: string
let schemas: readonly string[]

beforeAll(async () => {
  await applyFiles(bareCluster(), 'server-side', [join(FLEET, 'crds')])
  await waitForDefinitions(bareCluster())
  await applyFiles(bareCluster(), 'server-side', [SOURCE])
  const change = [
    { op: 'replace', path: '/spec/parts/1/count', value: 3 },
    { op: 'add', path: '/spec/features/-', value: 'sepia' },
  ]
  await kubectl(bareCluster(), 'alice', [
    'patch',
    'widget/carousel',
    '--namespace=shop',
    '--type=json',
    `--patch=${JSON.stringify(change)}`,
  ])
  dump = join(bareCluster().dir, 'live.yaml')
  await writeFile(
    dump,
    await kubectl(bareCluster(), 'alice', ['get', '-f', SOURCE, '-o', 'yaml', '--show-managed-fields']),
  )
  schemas = await Promise.all(GROUPS.map(schemaOf))
})

async function schemaOf(group: string): Promise<string> {
  const file = join(bareCluster().dir, `${group}.json`)
  await writeFile(file, await kubectl(bareCluster(), 'alice', ['get', '--raw', `/openapi/v3/apis/${group}/v1`]))
  return file
}

const CHANGED = [
  'Widget/carousel .spec.features[="sepia"] added',
  'Widget/carousel .spec.parts[name="frame",zone="north"].count modified',
]

describe('kinds that are not built in', () => {
  it('are compared by the schema of the cluster', async () => {
    const report = reportOf(
      await driftage('scan', SOURCE, '--kubeconfig', bareCluster().kubeconfigs.admin, '-o', 'json'),
    )
    expect([findingLines(report), gapLines(report)]).toEqual([CHANGED, []])
  })

  it('are compared with a dump by the documents of --openapi', async () => {
    const openApi = schemas.flatMap((file) => ['--openapi', file])
    const report = reportOf(await driftage('diff', SOURCE, dump, '-o', 'json', ...openApi))
    expect([findingLines(report), gapLines(report)]).toEqual([CHANGED, []])
  })

  it('are not checked where nobody says what their fields mean', async () => {
    const run = await driftage('diff', SOURCE, dump, '-o', 'json')
    const report = reportOf(run)
    expect([run.code, report.verdict, findingLines(report)]).toEqual([2, 'unknown', []])
    expect(gapLines(report)).toEqual([
      'Widget/carousel: schema-unavailable',
      'Widget/plain: schema-unavailable',
      'Route/everything: schema-unavailable',
      'Route/shop: schema-unavailable',
    ])
    expect(report.notChecked[0]?.message).toContain(
      'kubectl get --raw /openapi/v3/apis/demo.example.dev/v1 and give the file with --openapi',
    )
  })
})
