import { expect, it } from 'vitest'
import type { Invocation } from './invocation.ts'
import { parseArguments } from './parse.ts'

function parse(...words: readonly string[]): Invocation {
  return parseArguments(['audit', ...words], { program: 'driftage', version: '1.2.3', environment: {} })
}

it('audit policy prints both policies, or the one that is applied', () => {
  expect(parse('policy')).toMatchObject({ command: 'audit', asked: { kinds: [], print: 'both' } })
  expect(parse('policy', '--admission')).toMatchObject({ asked: { print: 'admission' } })
})

it('audit policy logs whole requests of kinds that are named as kubectl names them', () => {
  expect(parse('policy', '--kinds', 'deployments.apps,services', '--kinds=widgets.example.com')).toMatchObject({
    asked: {
      kinds: [
        { group: 'apps', resource: 'deployments' },
        { group: '', resource: 'services' },
        { group: 'example.com', resource: 'widgets' },
      ],
    },
  })
})

it('audit policy --webhook prints the webhook for named kinds', () => {
  expect(parse('policy', '--webhook', 'https://d', '--ca', 'ca.pem', '--kinds', 'services')).toMatchObject({
    asked: { print: 'webhook', url: 'https://d', ca: 'ca.pem', kinds: [{ group: '', resource: 'services' }] },
  })
})

it.each([
  [['policy', '--webhook', 'https://d'], 'DRF1007'],
  [['policy', '--ca', 'ca.pem'], 'DRF1007'],
  [['policy', '--admission', '--kinds', 'services'], 'DRF1007'],
  [['policy', '--admission', '--webhook', 'https://d', '--ca', 'c', '--kinds', 'services'], 'DRF1007'],
  [['policy', '--kinds', 'Deployments'], 'DRF1004'],
  [['other'], 'DRF1004'],
  [[], 'DRF1005'],
] as const)('audit %j is refused', (words, code) => {
  expect(parse(...words)).toMatchObject({ command: 'misuse', diagnostics: [{ code }] })
})
