import { isList, isObject, type Json } from '../../../src/model/json.ts'
import type { SchemaNode } from './schema-node.ts'

/** Values other than `value` of which a server may accept one, most plausible first; never one that means the same. */
export function otherValues(value: Json, node: SchemaNode): readonly Json[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return Number.isInteger(value) ? [value + 1, value - 1, value + 7] : [value * 2]
  if (typeof value === 'bigint') return [value + 1n]
  if (typeof value === 'string') return otherTexts(value, node)
  // Only empty lists and maps are leaves of this sort.
  if (isList(value)) return [['edited']]
  return isObject(value) ? [{ edited: 'yes' }] : ['edited']
}

function otherTexts(value: string, node: SchemaNode): readonly string[] {
  const choices = node.choices.filter((one): one is string => typeof one === 'string' && one !== value && one !== '')
  if (choices.length > 0) return choices
  const relatives = RELATIVES.find((words) => words.includes(value))
  if (relatives !== undefined) return relatives.filter((word) => word !== value)
  const bytes = Buffer.from(`${Buffer.from(value, 'base64').toString('latin1')}!`, 'latin1').toString('base64')
  if (node.holdsBytes) return [bytes]
  const counted = value.replace(/\d+/, (digits) => String(Number(digits) + 1))
  const texts = [
    `${value}-x`,
    counted,
    counted === value ? 'edited' : value.replace(/\d+(?!.*\d)/, (d) => String(Number(d) + 1)),
    'edited',
  ]
  const quantity = /^\d+(\.\d+)?([mkMGTPE]i?|%|s)?$/.test(value)
  return (quantity ? [counted] : texts).filter((text) => text !== value)
}

/** Words of which a server takes one for the other, where its schema does not list them. */
const RELATIVES: readonly (readonly string[])[] = [
  ['get', 'list', 'watch', 'update', '*'],
  ['apps', 'batch'],
  ['Deployment', 'StatefulSet'],
  ['true', 'false'],
  ['UDP', 'TCP', 'SCTP'],
  ['Equal', 'Exists'],
  ['ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_TIME'],
  ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'],
  ['Ingress', 'Egress'],
  ['CREATE', 'UPDATE', 'DELETE'],
]
