import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { expect, it } from 'vitest'
import { sampleApi, READER } from './sample-api.ts'
import { openApi } from './openapi.ts'
import { apiRoutes } from './routes/api-routes.ts'

const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

interface Document {
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly responses: Readonly<Record<string, Response>> } }>
  >
  readonly components: { readonly schemas: object }
}
interface Response {
  readonly content?: { readonly 'application/json'?: { readonly schema: object } }
}

const document = openApi(apiRoutes('1.2.3')) as Document

it('says of every answer what it holds, and holds no member that it does not name (B-07)', async () => {
  const { api } = sampleApi()
  const closed = JSON.parse(
    JSON.stringify(document, (_, value: unknown) =>
      isObjectSchema(value) ? { additionalProperties: false, ...value } : value,
    ),
  ) as Document
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  addFormats(ajv)
  ajv.addSchema({ $id: 'api', components: closed.components })
  let checked = 0
  for (const [path, { get }] of Object.entries(closed.paths)) {
    const schema = get?.responses['200']?.content?.['application/json']?.schema
    if (schema === undefined || !path.startsWith('/api/v1') || path.endsWith('openapi.json')) continue
    const url = path.replace('{id}', 'id-replicas').replace(/\{.*\}/, 'prod-eu/apps/Deployment/shop/web')
    const answer = await api.inject({
      method: 'GET',
      url,
      headers: { host: 'localhost', authorization: `Bearer ${READER}` },
    })
    expect([url, answer.statusCode]).toEqual([url, 200])
    const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object)
    expect([url, validate(JSON.parse(answer.body)), validate.errors]).toEqual([url, true, null])
    checked += 1
  }
  expect(checked).toBe(14)
  await api.close()
})

it('names each schema once, and refers only to what is there', () => {
  const text = JSON.stringify(document)
  const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(referred.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([])
  expect(Object.keys(document.components.schemas).filter((name) => /Input$|Output$|^__/.test(name))).toEqual([])
  expect(text).not.toContain('$defs')
})

function isObjectSchema(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
}
