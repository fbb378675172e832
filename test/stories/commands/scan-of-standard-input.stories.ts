import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyShop, kubectl, SHOP } from '../../../scripts/demo/shop.ts'
import { findingLines, reportOf } from '../program.ts'
import { type BuiltProgram, buildProgram } from './built-program.ts'
import { shop } from './living-shop.ts'

const MANIFESTS = readdirSync(SHOP)
  .map((name) => readFileSync(join(SHOP, name), 'utf8'))
  .join('\n---\n')

describe('standard input against a cluster', () => {
  let program: BuiltProgram

  beforeAll(async () => {
    program = await buildProgram()
  })

  afterAll(async () => {
    await program.remove()
    // The next stories begin with a shop as Git says.
    await applyShop(shop())
    await shop().waitForSettled()
  })

  it('is scanned as it comes', async () => {
    const scan = (text: string) =>
      program.run(text, 'scan', '-', '-o', 'json', '--kubeconfig', shop().kubeconfigs.admin)
    expect(findingLines(reportOf(await scan(MANIFESTS)))).toEqual([
      'CronJob/sales-report .spec.startingDeadlineSecond ineffective',
    ])
    await kubectl(shop(), 'bob', ['scale', 'deployment/web', '--replicas=7', '--namespace=shop'])
    expect(findingLines(reportOf(await scan(MANIFESTS)))).toEqual([
      'Deployment/web .spec.replicas modified',
      'CronJob/sales-report .spec.startingDeadlineSecond ineffective',
    ])
  })
})
