import { Document, Scalar, visit } from 'yaml'
import type { Json } from '../../../model/json.ts'
import { escapeInJson, hasUnsafe } from '../../../model/visible-text.ts'

/**
 * YAML that readers of 1.1 (Kubernetes, PyYAML) and of 1.2 read alike: `on`, `0644`, `12:30` and their like are quoted.
 * So is `=`, a type of its own in 1.1. Strings with unsafe characters are double-quoted, where such characters can be escaped as in JSON.
 */
export function yamlText(value: Json): string {
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && (scalar.value === '=' || hasUnsafe(scalar.value)))
        scalar.type = Scalar.QUOTE_DOUBLE
    },
  })
  return escapeInJson(document.toString({ lineWidth: 0 }))
}
