import { expect, it } from 'vitest'
import { ageText, durationText } from './age-text.ts'
import { focused } from './focused.ts'
import { shorten, valueText } from './value-text.ts'
import { escapeInJson, visible } from '../../../model/visible-text.ts'
import { byWriter, writerText } from './writer-text.ts'
import { sampleReport } from './sample-report.ts'

it.each([
  [40, '40s'],
  [12 * 60 + 5, '12m'],
  [3 * 3600 + 12 * 60, '3h12m'],
  [3600, '1h'],
  [3 * 86_400 + 4 * 3600 + 59, '3d4h'],
  [400 * 86_400, '400d'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

it('an age is "at least"; what was first seen now has none that is known, nor what a wrong clock puts in the future', () => {
  expect(ageText('2026-03-01T08:48:00Z', '2026-03-01T12:00:00Z')).toBe('at least 3h12m')
  expect(ageText('2026-03-01T12:00:00Z', '2026-03-01T12:00:00Z')).toBe('not known')
  expect(ageText('2026-03-01T13:00:00Z', '2026-03-01T12:00:00Z')).toBe('not known')
})

it.each([
  ['nginx:1.29', 'nginx:1.29'],
  ['8080', '"8080"'],
  [8080, '8080'],
  ['true', '"true"'],
  [true, 'true'],
  ['', '""'],
  ['a b', '"a b"'],
  [null, 'null'],
  [9007199254740993n, '9007199254740993'],
  [{ b: 1, a: [2] }, '{"a":[2],"b":1}'],
  ['a\nb', '"a\\nb"'],
  ['\u202e', '"\\u202e"'],
  [undefined, '(nothing)'],
])('shows a value so that it cannot be taken for another (%#)', (value, text) => {
  expect(valueText(value, false)).toBe(text)
})

it('a sensitive value shows neither content nor length, nor whether there is one', () => {
  expect([valueText('x', true), valueText('x'.repeat(500), true), valueText(undefined, true)]).toEqual(
    Array(3).fill('(masked)'),
  )
})

it('cuts between characters, not inside them', () => {
  expect(shorten('😀😀😀😀', 3)).toBe('😀😀…')
  expect(shorten('😀😀', 2)).toBe('😀😀')
})

it('shows of long values where they differ, not where both begin', () => {
  const common = '{"apiGroups":["apps"],"resources":["deployments"]},'
  const sides = { git: `[${common}]`, cluster: `[${common}{"verbs":["*"]}]` }
  expect(focused(sides, 40)).toEqual({ git: '…loyments"]},]', cluster: '…loyments"]},{"verbs":["*"]}]' })
  expect(focused({ git: '(nothing)', cluster: 'y'.repeat(50) }, 10)).toEqual({
    git: '(nothing)',
    cluster: `${'y'.repeat(9)}…`,
  })
  expect(focused({ git: 'a', cluster: 'b' }, 10)).toEqual({ git: 'a', cluster: 'b' })
})

it('makes visible what would be invisible, and keeps letters of all scripts', () => {
  expect(visible('a\u0000\u001b[31m\u007f\u009b\u200b\u202e\u2066\ufeff\ud800\u{e0041}')).toBe(
    'a\\u0000\\u001b[31m\\u007f\\u009b\\u200b\\u202e\\u2066\\ufeff\\ud800\\u{e0041}',
  )
  expect(visible('größe 数量 حجم 😀')).toBe('größe 数量 حجم 😀')
  const text = 'a\u009b\u202e\u{e0041}\ud800'
  expect(escapeInJson(JSON.stringify(text))).toBe('"a\\u009b\\u202e\\udb40\\udc41\\ud800"')
  expect(JSON.parse(escapeInJson(JSON.stringify(text)))).toBe(text)
})

it('names a user only where the evidence does', () => {
  const [finding] = sampleReport().findings
  if (finding === undefined) throw new Error('the sample has findings')
  const certain = {
    ...finding,
    attribution: { ...finding.attribution, confidence: 'certain', users: ['alice'] },
  } as const
  expect(writerText(finding)).toBe('kubectl-edit (person, possible)')
  expect(writerText(certain)).toBe('alice with kubectl-edit (person, certain)')
  expect(byWriter(certain)).toBe('by alice with kubectl-edit (person, certain)')
  const scaled = {
    ...finding,
    attribution: { ...finding.attribution, manager: 'kube-controller-manager', subresource: 'scale' },
  }
  expect(writerText(scaled)).toBe('kube-controller-manager/scale (person, possible)')
})
