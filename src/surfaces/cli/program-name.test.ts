import { expect, it } from 'vitest'
import { wantsColours } from './colour-choice.ts'
import { programName } from './program-name.ts'

it.each([
  ['/usr/local/bin/driftage', 'driftage'],
  ['/usr/local/bin/kubectl-driftage', 'kubectl driftage'],
  ['C:\\Tools\\kubectl-driftage.cmd', 'kubectl driftage'],
  ['/app/dist/main.js', 'driftage'],
  ['', 'driftage'],
])('called as %s it is %s', (script, name) => {
  expect(programName(script)).toBe(name)
})

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('colours with %j on a terminal (%s): %s', (environment, isTerminal, wanted) => {
  expect(wantsColours(environment, isTerminal)).toBe(wanted)
})
