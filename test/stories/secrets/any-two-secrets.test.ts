import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeDump } from '../dump.ts'
import { driftage, reportOf } from '../program.ts'
import { NAMESPACE, sawWitness, WITNESS_IN_GIT } from '../witness.ts'
import { Canaries } from './canaries.ts'

const KEYS = ['a', 'b', 'tls.key', '__proto__', 'with-dash', 'UPPER'] as const
const FIELDS = ['data', 'stringData'] as const
const CHANGES = ['equal', 'changed', 'added', 'removed', 'type-changed', 'nowhere'] as const

/** What happens to each key of each field. */
const anyPlan = fc.record({
  changes: fc.array(fc.constantFrom(...CHANGES), {
    minLength: KEYS.length * FIELDS.length,
    maxLength: KEYS.length * FIELDS.length,
  }),
  encoded: fc.boolean(),
  annotated: fc.constantFrom('none', 'whole', 'cut off', 'nested'),
  format: fc.constantFrom('table', 'wide', 'json', 'yaml', 'jsonl', 'markdown', 'sarif', 'junit', 'github', 'gitlab'),
})

interface Plan {
  readonly changes: readonly (typeof CHANGES)[number][]
  readonly encoded: boolean
  readonly annotated: string
  readonly format: string
}

/** One side of the pair as JSON text, since no literal has a key `__proto__`. */
function secretText(plan: Plan, isLive: boolean, canaries: Canaries, same: readonly string[]): string {
  const encode = (text: string) => (plan.encoded ? Buffer.from(text).toString('base64') : text)
  const fields = FIELDS.map((field, f) => {
    const members = KEYS.flatMap((key, k) => {
      const index = f * KEYS.length + k
      const change = plan.changes[index] ?? 'nowhere'
      if (change === 'nowhere' || change === (isLive ? 'removed' : 'added')) return []
      const value = change === 'equal' ? (same[index] ?? '') : canaries.value(`${field} ${key} ${change}`)
      const typed = change === 'type-changed' && isLive ? [value] : encode(value)
      return [`${JSON.stringify(key)}:${JSON.stringify(typed)}`]
    })
    return `"${field}":{${members.join(',')}}`
  })
  return fields.join(',')
}

function annotation(how: string, text: string): string {
  if (how === 'none') return '{}'
  const whole = `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"any"},${text}}`
  const written = how === 'cut off' ? whole.slice(0, -2) : how === 'nested' ? JSON.stringify(whole) : whole
  return JSON.stringify({ 'kubectl.kubernetes.io/last-applied-configuration': written })
}

function manifest(text: string, annotations: string): string {
  return `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"any","namespace":"${NAMESPACE}","annotations":${annotations}},${text}}`
}

it('any two Secrets: no value, no length and no hash of one in any view (B-12)', async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const canaries = new Canaries()
      const same = plan.changes.map((_, i) => canaries.value(`equal ${i}`))
      const [desired, live] = [false, true].map((isLive) => secretText(plan, isLive, canaries, same))
      const git = manifest(desired ?? '', '{}')
      const dumped = manifest(live ?? '', annotation(plan.annotated, live ?? ''))
      const witness = WITNESS_IN_GIT.replace('green', 'blue')
      const dump = await makeDump({ 'any.json': git, 'witness.json': WITNESS_IN_GIT })
      await dump.replaceLive(`{"apiVersion":"v1","kind":"List","items":[${witness},${dumped}]}`)
      const diff = [
        'diff',
        dump.source,
        dump.live,
        '-n',
        NAMESPACE,
        '--include',
        'expected,pending,defaults',
        '--debug',
        '-o',
      ]
      const view = await driftage(...diff, plan.format)
      const report = reportOf(await driftage(...diff, 'json'))
      await dump.folder.remove()
      expect(canaries.in(`${view.out}\n${view.err}\n${JSON.stringify(report)}`)).toEqual([])
      expect(sawWitness(report)).toBe(true)
      expect(
        report.findings
          .filter(({ object }) => object.name === 'any')
          .every((one) => !('desired' in one) && !('live' in one)),
      ).toBe(true)
      const differs = plan.changes.some((change) => change !== 'equal' && change !== 'nowhere')
      if (differs) expect(report.summary.drifted).toBeGreaterThanOrEqual(1)
    }),
    { numRuns: 60 },
  )
})
