import { describe, expect, it } from 'vitest'
import { parsePath } from '../model/field-path-parse.ts'
import type { FieldPath } from '../model/field-path.ts'
import { globTest } from './glob.ts'
import { compilePattern } from './path-pattern.ts'

function path(text: string): FieldPath {
  const parsed = parsePath(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

describe('path patterns', () => {
  it.each([
    ['.spec.replicas', '.spec.replicas', true],
    ['.spec.replicas', '.spec.replica', false],
    ['.spec.containers[*].image', '.spec.containers[name="web"].image', true],
    ['.spec.containers[*].image', '.spec.containers[0].image', true],
    ['.spec.finalizers[*]', '.spec.finalizers[="a"]', true],
    ['.spec.containers[*].image', '.spec.containers.image', false],
    ['.spec[*]', '.spec.replicas', false],
    ['.spec.*', '.spec.replicas', true],
    ['.spec.*', '.spec[0]', false],
    ['.metadata.annotations["a.b/*"]', '.metadata.annotations["a.b/c"]', true],
    ['.metadata.annotations["a.b/*"]', '.metadata.annotations["a.c/c"]', false],
    ['.metadata.labels["*.tree/depth"]', '.metadata.labels["x.tree/depth"]', true],
    ['.spec.volumes[name="kube-api-access-*"]', '.spec.volumes[name="kube-api-access-x1"]', true],
    ['.spec.volumes[name="kube-api-access-*"]', '.spec.volumes[0]', false],
    ['.spec.ports[containerPort=80]', '.spec.ports[containerPort=80,protocol="TCP"]', true],
    ['.spec.ports[containerPort=80]', '.spec.ports[containerPort=81,protocol="TCP"]', false],
    ['.metadata.finalizers[="x/*"]', '.metadata.finalizers[="x/y"]', true],
    ['.a["__proto__"]', '.a["__proto__"]', true],
    ['.a["__proto__"]', '.a.b', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(compilePattern(pattern).matches(path(text))).toBe(expected)
  })

  it('covers what lies inside, and sees what lies further in', () => {
    const pattern = compilePattern('.spec.template.spec.containers[*].image')
    expect(pattern.covers(path('.spec.template.spec.containers[name="a"].image'))).toBe(true)
    expect(pattern.covers(path('.spec.template.spec.containers[name="a"].image.x'))).toBe(true)
    expect(pattern.covers(path('.spec.template.spec.containers[name="a"]'))).toBe(false)
    expect(pattern.matchesBelow(path('.spec.template.spec.containers[name="a"]'))).toBe(true)
    expect(pattern.matchesBelow(path(''))).toBe(true)
    expect(pattern.matchesBelow(path('.spec.template.spec.containers[name="a"].image'))).toBe(false)
    expect(pattern.matchesBelow(path('.spec.selector'))).toBe(false)
  })

  it.each(['spec', '.spec[', '.spec..a', '.spec[*', '["a*]', '.*x'])('refuses %s when it is loaded', (text) => {
    expect(() => compilePattern(text)).toThrow(SyntaxError)
  })
})

describe('globs', () => {
  it.each([
    ['a', 'a', true],
    ['a*', 'a', true],
    ['*', '', true],
    ['a*a', 'a', false],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*bc*c', 'abc', false],
    ['*-x', 'a-x', true],
    ['.', 'a', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(globTest(pattern)(text)).toBe(expected)
  })

  it('ends on text made to make it try every way', () => {
    expect(globTest(`${'a*'.repeat(200)}b`)('a'.repeat(100_000))).toBe(false)
  })
})
