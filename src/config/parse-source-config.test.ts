import { describe, expect, it } from 'vitest'
import { HOUR } from '../model/instant.ts'
import type { SourceBounds } from './config.ts'
import { parseSourceConfig } from './parse-source-config.ts'

const BOUNDS: SourceBounds = { aspects: ['grace', 'owner', 'response'], maxGraceMs: 4 * HOUR, maxRules: 2 }

function parse(text: string) {
  const file = { path: 'shop/.driftage.yaml', text: `version: 1\n${text}` }
  return parseSourceConfig(file, 'shop', BOUNDS, () => ({ problem: 'the condition is not CEL' }))
}

function errors(text: string): readonly string[] {
  const result = parse(text)
  return 'errors' in result ? result.errors.map(({ code, place, message }) => `${code} ${place} ${message}`) : []
}

it('its rules are bound to the source and carry its name', () => {
  expect(parse('owner: team-shop\nrules: [{id: slow, match: {names: [web]}, grace: 2h}]\n')).toEqual({
    settings: {
      owner: 'team-shop',
      rules: [{ id: 'shop/slow', match: { names: ['web'], sources: ['shop'] }, graceMs: 2 * HOUR, from: 'source' }],
    },
  })
})

const UNTIL = 'Until it is corrected, central and shipped rules alone hold for this source.'

describe('what goes beyond the central bounds sets all of it aside', () => {
  it.each([
    [
      'expected',
      'expected: true',
      `DRF1211 shop/.driftage.yaml:2:38 rules[0].expected: sources may not set expected; ask for it in the central configuration. ${UNTIL}`,
    ],
    [
      'severity',
      'severity: info',
      `DRF1211 shop/.driftage.yaml:2:38 rules[0].severity: sources may not set severity; ask for it in the central configuration. ${UNTIL}`,
    ],
    [
      'a long grace',
      'grace: 5h',
      `DRF1211 shop/.driftage.yaml:2:35 rules[0].grace: a source may set at most 4h. ${UNTIL}`,
    ],
    [
      'caps',
      'response: {dailyCaps: {notify: 9}}',
      `DRF1211 shop/.driftage.yaml:2:50 rules[0].response.dailyCaps: how much a source may do a day is for the central configuration to say. ${UNTIL}`,
    ],
  ])('%s', (_what, aspect, expected) => {
    expect(errors(`rules: [{id: a, match: {}, ${aspect}}]\n`)).toEqual([expected])
  })

  it.each(['sources: [pay]', 'clusters: [us]'])('other objects: %s', (match) => {
    expect(errors(`rules: [{id: a, match: {${match}}, owner: x}]\n`)).toEqual([
      expect.stringMatching(/^DRF1211 .*rules of a source hold for its own objects only; leave this out\. Until/),
    ])
  })

  it('too many rules, and the same id twice', () => {
    const rule = '{id: a, match: {}, owner: x}'
    expect(
      errors(`rules: [${rule}, ${rule}, {id: b, match: {}, owner: x}]\n`).map((error) => error.slice(0, 33)),
    ).toEqual(['DRF1211 shop/.driftage.yaml:2:8 r', 'DRF1211 shop/.driftage.yaml:2:44 '])
  })

  it.each([
    ['clusters: []', 'DRF1202'],
    ['rules: [{id: a, match: {condition: x}, owner: x}]', 'DRF1210'],
    ['rules: [{id: a, match: {paths: [x]}, owner: x}]', 'DRF1210'],
    ['owner: [', 'DRF1201'],
  ])('%s is refused as in the central configuration', (text, code) => {
    expect(errors(`${text}\n`)).toEqual([
      expect.stringMatching(new RegExp(`^${code} .*${UNTIL.replaceAll('.', '\\.')}$`)),
    ])
  })

  it('an owner, where sources may not name one', () => {
    const file = { path: '.driftage.yaml', text: 'version: 1\nowner: x\n' }
    const result = parseSourceConfig(file, 'shop', { ...BOUNDS, aspects: [] }, () => ({ problem: '' }))
    expect(result).toMatchObject({ errors: [{ code: 'DRF1211', place: '.driftage.yaml:2:8' }] })
  })
})
