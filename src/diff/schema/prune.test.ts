import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { pruneDocument } from './prune.ts'
import { QUANTITY_PATTERN } from './scalar-type.ts'

function prune(schemas: JsonObject): unknown {
  return pruneDocument({ openapi: '3.0.0', paths: { '/api': {} }, components: { schemas, securitySchemes: {} } })
}

describe('pruning a document', () => {
  it('leaves nothing but components, and of them only structure', () => {
    const widget = {
      description: 'A widget.',
      type: 'object',
      required: ['spec'],
      properties: {
        description: { type: 'string', description: 'A field of that name.', maxLength: 10, enum: ['a'] },
        size: { type: 'integer', format: 'int32', minimum: 1, default: 3 },
        note: { type: 'string', nullable: true },
      },
    }
    expect(prune({ Widget: widget })).toEqual({
      components: {
        schemas: {
          Widget: {
            type: 'object',
            properties: {
              description: { type: 'string' },
              size: { type: 'integer', default: 3 },
              note: { type: 'string', nullable: true },
            },
          },
        },
      },
    })
  })

  it('writes both forms of a reference as one, with what stands beside it', () => {
    const target = { $ref: '#/components/schemas/io.k8s.B' }
    const fields = {
      plain: { ...target, description: 'x' },
      wrapped: { allOf: [target], default: { a: 1 }, description: 'x' },
      atomic: { allOf: [target], 'x-kubernetes-map-type': 'atomic' },
    }
    expect(prune({ A: { type: 'object', properties: fields } })).toEqual({
      components: {
        schemas: {
          A: {
            type: 'object',
            properties: {
              plain: target,
              wrapped: { ...target, default: { a: 1 } },
              atomic: { ...target, 'x-kubernetes-map-type': 'atomic' },
            },
          },
        },
      },
    })
  })

  it('keeps what tells an int-or-string, and of patterns only the one of quantities', () => {
    const options = [{ type: 'integer' }, { type: 'string' }]
    const fields = {
      marked: { 'x-kubernetes-int-or-string': true, anyOf: options, pattern: QUANTITY_PATTERN },
      plain: { oneOf: [{ type: 'string', description: 'x' }, { type: 'integer' }] },
      text: { type: 'string', pattern: '^a$' },
    }
    expect(prune({ A: { type: 'object', properties: fields } })).toMatchObject({
      components: {
        schemas: {
          A: {
            properties: {
              marked: { 'x-kubernetes-int-or-string': true, pattern: QUANTITY_PATTERN },
              plain: { oneOf: options },
              text: { type: 'string' },
            },
          },
        },
      },
    })
  })

  it('drops the placeholders of built-in kinds and keeps the defaults of custom ones', () => {
    const fields = { name: { type: 'string', default: '' }, protocol: { type: 'string', default: 'TCP' } }
    const type = { type: 'object', properties: fields }
    expect(prune({ 'io.k8s.api.A': type, 'com.example.A': type })).toEqual({
      components: {
        schemas: {
          'io.k8s.api.A': { type: 'object', properties: { ...fields, name: { type: 'string' } } },
          'com.example.A': type,
        },
      },
    })
  })

  it('keeps the kind of a component that belongs to one kind', () => {
    const kind = (name: string): JsonObject => ({ group: 'example.com', version: 'v1', kind: name })
    const pruned = prune({
      A: { type: 'object', 'x-kubernetes-group-version-kind': [kind('A')] },
      DeleteOptions: { type: 'object', 'x-kubernetes-group-version-kind': [kind('A'), kind('B')] },
    })
    expect(pruned).toEqual({
      components: {
        schemas: {
          A: { type: 'object', 'x-kubernetes-group-version-kind': [kind('A')] },
          DeleteOptions: { type: 'object' },
        },
      },
    })
  })

  it('bears a document without components', () => {
    expect(pruneDocument({})).toEqual({ components: { schemas: {} } })
  })
})
