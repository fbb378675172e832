import { describe, expect, it } from 'vitest'
import type { Json } from '../model/json.ts'
import { applies, isTableDefault, valueOf, type Condition, type DefaultRule, type RulePlace } from './defaults-table.ts'

function place(...holders: readonly Json[]): RulePlace {
  return { component: 'C', field: 'f', key: '', holders, desired: [], position: '', kind: 'apps/Deployment' }
}

function holds(condition: Condition, where: RulePlace): boolean {
  return applies({ value: 1, when: [condition] }, where)
}

describe('the value of a rule', () => {
  it('is copied from beside, from above, and from the same key of another map', () => {
    expect(valueOf({ copyOf: 'port' }, place({ port: 80 }))).toBe(80)
    expect(valueOf({ copyOf: '^.spec.name' }, place({}, { spec: { name: 'x' } }))).toBe('x')
    expect(valueOf({ copyOf: 'limits.*' }, { ...place({ limits: { cpu: '1' } }), key: 'cpu' })).toBe('1')
    expect(valueOf({ copyOf: 'port' }, place({}))).toBeUndefined()
  })

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['registry.example.com:5000/nginx', 'Always'],
    ['registry.example.com:5000/nginx:1', 'IfNotPresent'],
    ['nginx@sha256:0123', 'IfNotPresent'],
  ])('is computed: image %s is pulled %s', (image, policy) => {
    const rule: DefaultRule = { computed: 'image-pull-policy' }
    expect(valueOf(rule, place({ image }))).toBe(policy)
    expect(valueOf(rule, place({ reference: image }))).toBe(policy)
  })

  it('is computed from the kind that a definition names', () => {
    expect(valueOf({ computed: 'list-kind' }, place({ kind: 'CronTab' }))).toBe('CronTabList')
    expect(valueOf({ computed: 'singular' }, place({ kind: 'CronTab' }))).toBe('crontab')
    expect(valueOf({ computed: 'singular' }, place({}))).toBeUndefined()
  })
})

describe('a condition', () => {
  it('asks for a value, for none, or for anything', () => {
    expect(holds({ path: 'type', oneOf: ['A', 'B'] }, place({ type: 'B' }))).toBe(true)
    expect(holds({ path: 'type', oneOf: ['A', 'B'] }, place({ type: 'C' }))).toBe(false)
    expect(holds({ path: 'type', oneOf: [null] }, place({}))).toBe(true)
    expect(holds({ path: 'type', noneOf: ['A'] }, place({ type: 'A' }))).toBe(false)
    expect(holds({ path: 'type', noneOf: ['A'] }, place({}))).toBe(true)
    expect(holds({ path: 'type' }, place({ type: 'A' }))).toBe(true)
    expect(holds({ path: 'type' }, place({}))).toBe(false)
  })

  it('asks how deep the object stands, where, and in what', () => {
    expect(holds({ path: '^.^', oneOf: [null] }, place({}, {}))).toBe(true)
    expect(holds({ path: '^.^' }, place({}, {}, {}))).toBe(true)
    expect(holds({ path: '@', oneOf: ['scaleUp'] }, { ...place({}), position: 'scaleUp' })).toBe(true)
    expect(holds({ path: '@kind', oneOf: ['apps/Deployment'] }, place({}))).toBe(true)
  })

  it('asks whether a choice was made', () => {
    const condition: Condition = { path: '', only: ['name', 'emptyDir'] }
    expect(holds(condition, place({ name: 'x', emptyDir: {} }))).toBe(true)
    expect(holds(condition, place({ name: 'x', secret: {} }))).toBe(false)
  })

  it('asks what Git says', () => {
    const condition: Condition = { path: 'parallelism', of: 'desired', oneOf: [null] }
    expect(holds(condition, { ...place({ parallelism: 1 }), desired: [{}] })).toBe(true)
    expect(holds(condition, { ...place({ parallelism: 1 }), desired: [{ parallelism: 1 }] })).toBe(false)
    expect(holds(condition, { ...place({ parallelism: 1 }), desired: [undefined] })).toBe(true)
  })
})

describe('a table', () => {
  const table = { C: { f: [{ value: 1, when: [{ path: 'a' }] }, { value: 2 }] } }
  const fits = (value: Json) => (expected: Json) => expected === value

  it('explains a value where one rule yields it and its conditions hold', () => {
    expect(isTableDefault(table, place({ a: 1 }), fits(1))).toBe(true)
    expect(isTableDefault(table, place({}), fits(1))).toBe(false)
    expect(isTableDefault(table, place({}), fits(2))).toBe(true)
    expect(isTableDefault(table, place({}), fits(3))).toBe(false)
  })

  it('is not fooled by names that every object has', () => {
    expect(isTableDefault(table, { ...place({}), component: 'constructor', field: 'name' }, () => true)).toBe(false)
    expect(isTableDefault(table, { ...place({}), field: 'constructor' }, () => true)).toBe(false)
  })
})

describe('a copy', () => {
  const table = {
    C: {
      a: [{ copyOf: 'b' }],
      b: [{ copyOf: 'a' }],
      'request.*': [{ copyOf: 'limit.*' }],
      'limit.*': [{ copyOf: 'max.*' }],
      ref: [{ copyOf: '^.other.ref' }],
    },
  }
  const fits = (value: Json) => (expected: Json) => expected === value

  it('explains a value only where what is copied is in Git', () => {
    const live = { a: 1, b: 1 }
    expect(isTableDefault(table, { ...place(live), field: 'a', desired: [{ b: 1 }] }, fits(1))).toBe(true)
    expect(isTableDefault(table, { ...place(live), field: 'a', desired: [{}] }, fits(1))).toBe(false)
    expect(isTableDefault(table, { ...place(live), field: 'b', desired: [{}] }, fits(1))).toBe(false)
    const around = [{ ref: 1 }, { other: { ref: 1 } }]
    expect(isTableDefault(table, { ...place(...around), field: 'ref', desired: [{}, {}] }, fits(1))).toBe(false)
  })

  it('may be a copy of a copy', () => {
    const live = { request: { cpu: 1 }, limit: { cpu: 1 }, max: { cpu: 1 } }
    const where = { ...place(live), field: 'request.*', key: 'cpu' }
    expect(isTableDefault(table, { ...where, desired: [{ max: { cpu: 1 } }] }, fits(1))).toBe(true)
    expect(isTableDefault(table, { ...where, desired: [{}] }, fits(1))).toBe(false)
  })
})
