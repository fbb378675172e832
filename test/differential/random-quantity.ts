import type { Json } from '../../src/model/json.ts'
import type { Random } from './random.ts'

const SUFFIXES = [
  '',
  '',
  '',
  'n',
  'u',
  'm',
  'm',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'Pi',
  'Ei',
] as const
const WRONG_SUFFIXES = ['K', 'mi', 'ki', 'i', 'e', 'ee1', 'x', 'Zi', 'e1.5', 'm1', ' ', 'E+', 'eE', 'µ'] as const
const WHOLE = ['', '0', '1', '7', '10', '100', '1000', '1024', '1536', '999999', '9007199254740993', '00012'] as const

/** Two quantities as they may stand in a manifest, often of equal or nearly equal amount, sometimes not valid. */
export function randomQuantities(random: Random): [Json, Json] {
  const first = randomQuantity(random)
  if (typeof first !== 'string' || random.chance(0.5)) return [first, randomQuantity(random)]
  return [first, similar(random, first)]
}

export function randomQuantity(random: Random): Json {
  if (random.chance(0.1)) return random.pick<Json>([0, 1, 1.5, 0.1, 1e21, 1e-7, 9007199254740993n, -3, 123456789.125])
  const sign = random.pick(['', '', '', '', '-', '+'])
  const text = `${sign}${random.chance(0.5) ? random.pick(WHOLE) : digits(random)}${fraction(random)}${suffix(random)}`
  return random.chance(0.02) ? ` ${text}` : text
}

function digits(random: Random): string {
  const length = random.chance(0.1) ? random.between(15, 30) : random.between(1, 6)
  return Array.from({ length }, () => random.between(0, 9)).join('')
}

function fraction(random: Random): string {
  if (random.chance(0.65)) return ''
  if (random.chance(0.05)) return random.pick(['.', '..1', '.1.1'])
  return `.${'0'.repeat(random.chance(0.2) ? random.between(1, 12) : 0)}${digits(random)}`
}

function suffix(random: Random): string {
  const form = random.between(0, 19)
  if (form === 0) return random.pick(WRONG_SUFFIXES)
  if (form === 1) return random.pick(['e4294967296', 'e-4294967294', 'e99999999999999999999'])
  if (form <= 5) return `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${random.between(0, 25)}`
  return random.pick(SUFFIXES)
}

/** The same amount written in another way where that is easy, or one digit away from it. */
function similar(random: Random, text: string): string {
  const form = random.between(0, 4)
  const split = /^(\D?)(\d+)(k|M|G|T|P|Ki|Mi|Gi|)$/.exec(text)
  if (form === 0 || split === null) return text
  const [, sign = '', whole = '', unit = ''] = split
  if (form === 1) return `${sign}0${whole}.0${unit}`
  if (form === 2) return `${sign}${BigInt(whole) + 1n}${unit}`
  const smaller = { k: '', M: 'k', G: 'M', T: 'G', P: 'T', Ki: '', Mi: 'Ki', Gi: 'Mi', '': 'm' }[unit] ?? unit
  return `${sign}${BigInt(whole) * (unit.endsWith('i') ? 1024n : 1000n)}${smaller}`
}
