import { canonicalJson, type Json } from '../../src/model/json.ts'
import { compareQuantities, MILLI, NANO, parseQuantity, roundUp, type Quantity } from '../../src/model/quantity.ts'
import type { Oracle, QuantityFacts } from '../oracle/oracle-answers.ts'
import { startOracle } from '../oracle/oracle-process.ts'
import { Random } from './random.ts'
import { randomQuantities } from './random-quantity.ts'

export interface QuantityRun {
  readonly pairs: number
  /** Pairs of which both were valid. */
  readonly compared: number
  readonly equal: number
  readonly seconds: number
  readonly disagreements: readonly string[]
}

const BATCH = 2_000

/** Compares our quantities with apimachinery's: what is valid, how two compare, and the rounding to a thousandth. */
export async function runQuantities(pairs: number, seed: number): Promise<QuantityRun> {
  const oracle = await startOracle()
  const random = new Random(seed)
  const started = performance.now()
  const tally = { compared: 0, equal: 0, disagreements: [] as string[] }
  try {
    for (let done = 0; done < pairs; done += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, pairs - done) }, () => randomQuantities(random))
      await Promise.all(batch.map(([a, b]) => checkPair(oracle, a, b, tally)))
    }
  } finally {
    await oracle.close()
  }
  return { pairs, seconds: (performance.now() - started) / 1000, ...tally }
}

async function checkPair(
  oracle: Oracle,
  a: Json,
  b: Json,
  tally: { compared: number; equal: number; disagreements: string[] },
): Promise<void> {
  const answer = await oracle.quantity(a, b)
  if (answer.refused !== undefined)
    throw new Error(`The oracle refused ${canonicalJson(a)} and ${canonicalJson(b)}: ${answer.refused}`)
  const { result } = answer
  const [ours, other] = [parseQuantity(a), parseQuantity(b)]
  tally.disagreements.push(...reading(a, ours, result.a), ...reading(b, other, result.b))
  if (ours === undefined || other === undefined || result.cmp === undefined) return
  tally.compared++
  if (result.cmp === 0) tally.equal++
  const order = Math.sign(compareQuantities(ours, other))
  if (order !== result.cmp)
    tally.disagreements.push(`${canonicalJson(a)} against ${canonicalJson(b)}: ours ${order}, theirs ${result.cmp}`)
}

function reading(text: Json, ours: Quantity | undefined, theirs: QuantityFacts): string[] {
  const valid = theirs.error === undefined
  if (valid !== (ours !== undefined)) return [`${canonicalJson(text)}: valid for ${valid ? 'them' : 'us'} only`]
  if (ours === undefined || !isWritable(ours)) return []
  return [...sameAs(text, ours, theirs.canonical, NANO), ...sameAs(text, ours, theirs.milli, MILLI)]
}

function sameAs(text: Json, ours: Quantity, theirs: string, exponent: number): string[] {
  const amount = parseQuantity(theirs)
  const rounded = roundUp(ours, exponent)
  if (amount !== undefined && compareQuantities(rounded, amount) === 0) return []
  return [
    `${canonicalJson(text)} rounded up to 10^${exponent}: ours ${rounded.digits}e${rounded.exponent}, theirs ${theirs}`,
  ]
}

/** The library writes larger amounts without their suffix, so that its text says something else. */
function isWritable(amount: Quantity): boolean {
  return amount.exponent <= 18
}
