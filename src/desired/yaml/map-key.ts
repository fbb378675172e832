import { type Dialect, isGoInteger, mayBeSpecial, resolvePlain } from './dialect.ts'

/**
 * An untagged plain map key as sigs.k8s.io/yaml writes it (`on:` is "true", `0x10:` is "16"); undefined where the key is
 * refused. kustomize takes non-string keys only at the root of a document, where it keeps their text.
 */
export function plainKey(text: string, dialect: Dialect, atRoot: boolean): string | undefined {
  if (!mayBeSpecial(text.charCodeAt(0))) return text
  const key = resolvePlain(text, dialect)
  if (typeof key === 'string' && key === text) return text
  if (dialect === 'kyaml') return atRoot && key !== null ? text : undefined
  if (typeof key === 'boolean') return key ? 'true' : 'false'
  if (typeof key === 'number') return isGoInteger(text) ? String(key) : floatKey(key)
  // Above int64 Go holds a uint64, which sigs.k8s.io/yaml does not take as a key.
  if (typeof key === 'bigint') return key < 2n ** 63n ? key.toString() : undefined
  if (key === undefined) return text.toLowerCase().replace(/^\+/, '')
  return undefined
}

/** A float in the shortest form that is exact to 32 bits, with Go's exponents (`1e+08`). */
function floatKey(key: number): string {
  if (Object.is(key, -0)) return '-0'
  const single = Math.fround(key)
  for (let digits = 1; digits <= 9; digits++) {
    const text = single.toExponential(digits - 1)
    if (Math.fround(Number(text)) === single) return goForm(text)
  }
  return goForm(single.toExponential(8))
}

function goForm(exponential: string): string {
  const [mantissa, exponent] = exponential.split('e') as [string, string]
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(Number(exponential))
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
