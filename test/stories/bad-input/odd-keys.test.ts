import { afterEach, describe, expect, it } from 'vitest'
import { diffDump, type Dumped, makeDump } from '../dump.ts'
import { findingLines } from '../program.ts'
import { NAMESPACE, WITNESS_FINDING, WITNESS_IN_GIT } from '../witness.ts'

const dumps: Dumped[] = []

afterEach(async () => {
  await Promise.all(dumps.splice(0).map(({ folder }) => folder.remove()))
})

/** As JSON text, since a literal of these keys would mean something else. */
function text(data: string, more = ''): string {
  return `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"odd","namespace":"${NAMESPACE}"${more}},"data":{${data}}}`
}

async function compare(git: string, live: string) {
  const dump = await makeDump({ 'witness.json': WITNESS_IN_GIT, 'odd.json': git })
  dumps.push(dump)
  const witness = WITNESS_IN_GIT.replace('green', 'blue')
  await dump.replaceLive(`{"apiVersion":"v1","kind":"List","items":[${witness},${live}]}`)
  const { code, report } = await diffDump(dump)
  expect(findingLines(report)).toContain(WITNESS_FINDING)
  return { code, findings: findingLines(report).filter((line) => line !== WITNESS_FINDING) }
}

const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf', 'length', 'then']

describe('keys that mean something to the language (B-70)', () => {
  it.each(KEYS)('a change of data.%s is found', async (key) => {
    const { code, findings } = await compare(text(`"${key}":"1"`), text(`"${key}":"2"`))
    expect([code, findings]).toEqual([1, [`ConfigMap/odd .data.${key} modified`]])
  })

  it.each(KEYS)('data.%s that is gone is found', async (key) => {
    const { findings } = await compare(text(`"${key}":"1"`), text(''))
    expect(findings).toEqual([`ConfigMap/odd .data.${key} removed`])
  })

  it.each(KEYS)('data.%s that somebody added is found', async (key) => {
    const { findings } = await compare(text('"a":"1"'), text(`"a":"1","${key}":"2"`))
    expect(findings).toEqual([`ConfigMap/odd .data.${key} added`])
  })

  it.each(KEYS)('data.%s that is equal is no drift', async (key) => {
    const { findings } = await compare(text(`"${key}":"1"`), text(`"${key}":"1"`))
    expect(findings).toEqual([])
  })

  it.each(KEYS)('a label %s is compared as any other', async (key) => {
    const labels = (value: string) => text('"a":"1"', `,"labels":{"${key}":"${value}"}`)
    expect((await compare(labels('1'), labels('2'))).findings).toEqual([
      `ConfigMap/odd .metadata.labels.${key} modified`,
    ])
    expect((await compare(labels('1'), labels('1'))).findings).toEqual([])
  })

  it.each(KEYS)('YAML reads %s as JSON does', async (key) => {
    const yaml = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd, namespace: ${NAMESPACE}}\ndata:\n  ${key}: "1"\n`
    expect((await compare(yaml, text(`"${key}":"2"`))).findings).toEqual([`ConfigMap/odd .data.${key} modified`])
    expect((await compare(yaml, text(`"${key}":"1"`))).findings).toEqual([])
  })
})
