import { describe, expect, it } from 'vitest'
import { sourceGap, type SourceGap } from '../../desired/source-gap.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { judgeReading } from './judge-reading.ts'
import { DEFAULT_SHRINK } from './watched-source.ts'

function at(file: string, name: string): SourceManifest {
  return { source: 's', place: { file }, manifest: { kind: 'ConfigMap', metadata: { name } }, role: 'object' }
}

function gap(place: string, code: SourceGap['code'] = 'DRF2001'): SourceGap {
  return sourceGap('s', code, 'reason', 'message', place)
}

function judge(
  now: { readonly manifests?: readonly SourceManifest[]; readonly gaps?: readonly SourceGap[] },
  before: { readonly manifests?: readonly SourceManifest[]; readonly gaps?: readonly SourceGap[] } | undefined,
) {
  const reading = before === undefined ? undefined : { manifests: [], gaps: [], ...before }
  const state = { objects: reading?.manifests.length ?? 0, reading }
  const judgement = judgeReading({ manifests: [], gaps: [], ...now }, state, DEFAULT_SHRINK)
  return judgement.verdict === 'refused' ? judgement.error.code : judgement.verdict
}

const [A, B] = [at('a.yaml', 'a'), at('dir/b.yaml', 'b')]

describe('whether a reading may count', () => {
  it.each([
    ['a file that broke and held an object', { manifests: [A], gaps: [gap('dir/b.yaml:3:1')] }, 'DRF2001'],
    ['a folder that became a submodule', { manifests: [A], gaps: [gap('dir', 'DRF2007')] }, 'DRF2007'],
    ['a broken file that is new', { manifests: [A, B], gaps: [gap('c.yaml:1:1')] }, 'adopt'],
    ['an object that left, beside a broken file that is new', { manifests: [A], gaps: [gap('c.yaml:1:1')] }, 'adopt'],
    ['a pointer that is new', { manifests: [A, B], gaps: [gap('c.yaml', 'DRF2008')] }, 'DRF2008'],
    ['a render that failed', { gaps: [gap('.', 'DRF2112')] }, 'DRF2112'],
    ['a render that failed beside a pointer', { gaps: [gap('.', 'DRF2105'), gap('x', 'DRF2008')] }, 'DRF2008'],
    ['nothing at all', { gaps: [gap('', 'DRF2010')] }, 'shrunk'],
  ])('%s: %#', (_, now, verdict) => {
    expect(judge(now, { manifests: [A, B] })).toBe(verdict)
  })

  it('takes what was broken all along for nothing new', () => {
    const gaps = [gap('a.yaml:9:1')]
    expect(judge({ manifests: [B], gaps }, { manifests: [A, B], gaps })).toBe('adopt')
    expect(judge({ manifests: [B], gaps: [...gaps, gap('a.yaml:2:1')] }, { manifests: [A, B], gaps })).toBe('DRF2001')
  })

  it('takes what can be read at the first time', () => {
    expect(judge({ manifests: [A], gaps: [gap('x.yaml', 'DRF2008')] }, undefined)).toBe('adopt')
    expect(judge({ gaps: [gap('', 'DRF2010')] }, undefined)).toBe('adopt')
    expect(judge({ gaps: [gap('.', 'DRF2112')] }, undefined)).toBe('DRF2112')
  })

  it('counts hooks as nothing that could be lost', () => {
    const hooks = Array.from({ length: 20 }, (_, index) => ({ ...at('h.yaml', `h${index}`), role: 'hook' as const }))
    const state = { objects: 1, reading: { manifests: [...hooks, A], gaps: [] } }
    expect(judgeReading({ manifests: [A], gaps: [] }, state, DEFAULT_SHRINK).verdict).toBe('adopt')
  })
})
