import { at, isList, stringAt, type JsonObject } from '../../model/json.ts'
import { compareText } from '../../model/object-ref.ts'
import type { ScalarType } from '../../model/type-schema.ts'

const BY_COMPONENT: Readonly<Record<string, ScalarType['scalar']>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': 'quantity',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'int-or-string',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Duration': 'duration',
}

/**
 * The pattern that controller-gen writes beside a `resource.Quantity` in custom resources. Their values are stored as
 * written, so `1` and `1000m` are equal to every reader although the server never rewrites them.
 */
export const QUANTITY_PATTERN =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'

/** The scalar that a schema describes; undefined where it is an object, a list or nothing that is known. */
export function scalarType(schema: JsonObject, component: string): ScalarType | undefined {
  const named = Object.hasOwn(BY_COMPONENT, component) ? BY_COMPONENT[component] : undefined
  if (named !== undefined) return { kind: 'scalar', scalar: named }
  if (isIntOrString(schema)) {
    return { kind: 'scalar', scalar: stringAt(schema, 'pattern') === QUANTITY_PATTERN ? 'quantity' : 'int-or-string' }
  }
  switch (stringAt(schema, 'type')) {
    case 'string':
      return { kind: 'scalar', scalar: stringScalar(schema) }
    case 'integer':
      return { kind: 'scalar', scalar: 'integer' }
    case 'number':
      return { kind: 'scalar', scalar: 'number' }
    case 'boolean':
      return { kind: 'scalar', scalar: 'boolean' }
    default:
      return undefined
  }
}

export function isIntOrString(schema: JsonObject): boolean {
  if (schema['x-kubernetes-int-or-string'] === true || stringAt(schema, 'format') === 'int-or-string') return true
  const oneOf = at(schema, 'oneOf')
  if (!isList(oneOf)) return false
  const types = oneOf.map((option) => stringAt(option, 'type') ?? '').toSorted(compareText)
  return types.length === 2 && types[0] === 'integer' && types[1] === 'string'
}

function stringScalar(schema: JsonObject): ScalarType['scalar'] {
  switch (stringAt(schema, 'format')) {
    case 'byte':
      return 'bytes'
    case 'date-time':
      return 'time'
    default:
      return 'string'
  }
}
