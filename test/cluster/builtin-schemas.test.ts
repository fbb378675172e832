import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareCluster } from '../../scripts/generate/bare-cluster.ts'
import { builtinSchemasOf, fetchDocuments } from '../../scripts/generate/builtin-schemas.ts'
import { dataText } from '../../scripts/generate/data-text.ts'
import { SchemaCompiler } from '../../src/diff/schema/compile.ts'
import factsData from '../../src/diff/schema/data/type-facts.json' with { type: 'json' }
import { pruneDocument } from '../../src/diff/schema/prune.ts'
import { typeFacts } from '../../src/diff/schema/type-facts.ts'
import { at, canonicalJson, type JsonObject } from '../../src/model/json.ts'
import type { FieldType, TypeSchema } from '../../src/model/type-schema.ts'
import type { TestCluster } from './cluster.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await bareCluster()
})
afterAll(() => cluster?.stop())

describe('the bundled schemas', () => {
  it('are what the server publishes', async () => {
    const committed = await readFile('src/diff/schema/data/builtin-schemas.json', 'utf8')
    expect(dataText(await builtinSchemasOf(cluster.admin))).toBe(committed)
  })
})

describe('pruning the documents of a server', () => {
  it('changes no type, custom resources included', async () => {
    await cluster.admin.expect('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body: widgets })
    await expect
      .poll(async () => (await groupVersions()).includes('apis/example.com/v1'), { timeout: 30_000 })
      .toBe(true)
    const facts = typeFacts(factsData)
    for (const { groupVersion, document } of await fetchDocuments(cluster.admin)) {
      const full = at(document, 'components', 'schemas') as JsonObject
      const pruned = at(pruneDocument(document), 'components', 'schemas') as JsonObject
      const [before, after] = [new SchemaCompiler(full, facts), new SchemaCompiler(pruned, facts)]
      for (const name of Object.keys(full)) {
        expect([groupVersion, ...unlike(before.named(name), after.named(name), name)]).toEqual([groupVersion])
      }
    }
  })
})

async function groupVersions(): Promise<string[]> {
  return (await fetchDocuments(cluster.admin)).map(({ groupVersion }) => groupVersion)
}

/** Where two type graphs differ; each type is looked at once, since graphs may be cyclic. */
function unlike(a: TypeSchema, b: TypeSchema, path: string, seen = new Set<TypeSchema>()): string[] {
  if (seen.has(a)) return []
  seen.add(a)
  if (outline(a) !== outline(b)) return [`${path}: ${outline(a)} became ${outline(b)}`]
  if (a.kind === 'list' && b.kind === 'list') return unlikeField(a.element, b.element, `${path}[]`, seen)
  if (a.kind !== 'object' || b.kind !== 'object') return []
  const fields = [...a.fields].flatMap(([name, one]) =>
    unlikeField(one, b.fields.get(name) as FieldType, `${path}.${name}`, seen),
  )
  const additional = a.additional && b.additional ? unlikeField(a.additional, b.additional, `${path}.*`, seen) : []
  return [...fields, ...additional]
}

function unlikeField(a: FieldType, b: FieldType, path: string, seen: Set<TypeSchema>): string[] {
  const [before, after] = [rules(a), rules(b)]
  return before === after ? unlike(a.type, b.type, path, seen) : [`${path}: ${before} became ${after}`]
}

function rules({ default: value = null, nullable, empty }: FieldType): string {
  return canonicalJson({ default: value, nullable, empty })
}

/** What a type is, without what lies below it. */
function outline(type: TypeSchema): string {
  switch (type.kind) {
    case 'object':
      return `object ${type.name} ${type.atomic} ${type.additional !== undefined} ${[...type.fields.keys()].join()}`
    case 'list':
      return `list ${type.listType} ${type.keys.join()}`
    case 'scalar':
      return type.scalar
    case 'untyped':
      return `untyped ${type.whole}`
  }
}

const quantity = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  'x-kubernetes-int-or-string': true,
}

/** A definition that uses every extension which the compiler reads. */
const widgets = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: {
                  size: { ...quantity, default: '1' },
                  port: { anyOf: quantity.anyOf, 'x-kubernetes-int-or-string': true },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  labels: {
                    type: 'object',
                    additionalProperties: { type: 'string' },
                    'x-kubernetes-map-type': 'atomic',
                  },
                  embedded: {
                    type: 'object',
                    'x-kubernetes-embedded-resource': true,
                    'x-kubernetes-preserve-unknown-fields': true,
                  },
                  note: { type: 'string', nullable: true, maxLength: 5 },
                  empty: {
                    type: 'object',
                    default: {},
                    properties: { mode: { type: 'string', default: 'on', enum: ['on', 'off'] } },
                  },
                  parts: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
                    },
                  },
                  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
                },
              },
            },
          },
        },
      },
    ],
  },
}
