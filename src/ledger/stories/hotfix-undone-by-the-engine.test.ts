import { expect, it } from 'vitest'
import { tell } from './story.ts'
import { MINUTE } from '../../model/instant.ts'

const GIT = { '.spec.image': 'web:1' }
const HOTFIX = { '.spec.image': 'web:1-fix' }

it('R-33 a hotfix that lived 300 ms is kept, although its finding never left grace', () => {
  const { told, expected, memory } = tell({
    graceMs: 10 * MINUTE,
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: HOTFIX,
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.image settling web:1→web:1-fix for 0s'],
      },
      {
        at: '1h 300ms',
        live: GIT,
        by: 'argocd',
        says: ['finding-agreed', 'fix-overwritten'],
        expect: [
          '.spec.image settling web:1→web:1-fix for 300ms agreed reverted',
          'fix: .spec.image web:1-fix back to web:1 by kubectl-edit, undone by argocd after 300ms, times 1',
        ],
      },
      {
        at: '1h 5m',
        live: HOTFIX,
        by: 'kubectl-edit',
        expect: [
          'drifted',
          '.spec.image settling web:1→web:1-fix for 5m flips 1',
          'fix: .spec.image web:1-fix back to web:1 by kubectl-edit, undone by argocd after 300ms, times 1',
        ],
      },
      {
        at: '1h 5m 2s',
        live: GIT,
        by: 'argocd',
        expect: [
          '.spec.image settling web:1→web:1-fix for 5m 2s flips 1 agreed reverted',
          'fix: .spec.image web:1-fix back to web:1 by kubectl-edit, undone by argocd after 300ms, times 1',
          'fix: .spec.image web:1-fix back to web:1 by kubectl-edit, undone by argocd after 2s, times 2',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
  expect(new Set(memory.fixes.map(({ id }) => id)).size).toBe(2)
  expect(memory.record.undone).toEqual([expect.objectContaining({ times: 2 })])
})

it('nobody overwrote what its own author took back, nor what another person put back', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1m', live: HOTFIX, by: 'kubectl-edit', expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s'] },
      { at: '2m', live: GIT, by: 'kubectl-edit', expect: ['.spec.image open web:1→web:1-fix for 1m agreed reverted'] },
      {
        at: '3m',
        live: HOTFIX,
        by: 'my-operator',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 2m flips 1'],
      },
      {
        at: '4m',
        live: GIT,
        by: 'kubectl-scale',
        expect: ['.spec.image open web:1→web:1-fix for 3m flips 1 agreed reverted'],
      },
      {
        at: '5m',
        live: HOTFIX,
        by: 'my-operator',
        expect: ['drifted', '.spec.image open web:1→web:1-fix for 4m flips 2'],
      },
      {
        at: '6m',
        live: GIT,
        by: 'my-operator',
        expect: ['.spec.image open web:1→web:1-fix for 5m flips 2 agreed reverted'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('nobody overwrote what Git took over', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: HOTFIX, by: 'kubectl-edit', expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s'] },
      { at: '2h', git: HOTFIX, expect: ['.spec.image open web:1→web:1-fix for 1h agreed backported'] },
      { at: '3h', waits: true, expect: ['.spec.image resolved backported after 1h'] },
    ],
  })
  expect(told).toEqual(expected)
})

it('a rollout of something else overwrites a hotfix just as well', () => {
  const next = { '.spec.image': 'web:2' }
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: HOTFIX, by: 'kubectl-edit', expect: ['drifted', '.spec.image open web:1→web:1-fix for 0s'] },
      { at: '2h', git: next, expect: ['drifted', '.spec.image open and pending web:2→web:1-fix for 1h'] },
      {
        at: '2h 5m',
        live: next,
        by: 'argocd',
        expect: [
          '.spec.image open and pending web:2→web:1-fix for 1h 5m agreed reverted',
          'fix: .spec.image web:1-fix back to web:2 by kubectl-edit, undone by argocd after 1h 5m, times 1',
        ],
      },
      {
        at: '2h 15m',
        waits: true,
        expect: [
          '.spec.image resolved reverted after 1h 5m',
          'fix: .spec.image web:1-fix back to web:2 by kubectl-edit, undone by argocd after 1h 5m, times 1',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('who undid it is unknown, with the reason, where nothing tells', () => {
  const undone = (reason: string): string =>
    `fix: .spec.image web:1-fix back to web:1 by kubectl-edit, undone by unknown(${reason}) after 1m, times 1`
  const story = (step: { readonly by?: string }): readonly string[] | undefined =>
    tell({
      both: GIT,
      steps: [
        { at: '0s', expect: [] },
        { at: '1m', live: HOTFIX, by: 'kubectl-edit', expect: [] },
        { at: '2m', live: GIT, ...step, expect: [] },
      ],
    }).told.at(-1)?.expect
  expect(story({ by: '' })?.at(-1)).toBe(undone('no-trace'))
  expect(story({})?.at(-1)).toBe(undone('not-watched'))
})

it('a deletion that the engine made good is an overwritten change too', () => {
  const { told, expected } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: null, by: '', expect: ['drifted', 'the object missing open for 0s'] },
      {
        at: '1h 3s',
        live: GIT,
        by: 'argocd',
        uid: 'u2',
        expect: [
          'the object missing open for 3s agreed reverted',
          'fix: the object by unknown(no-trace), undone by argocd after 3s, times 1',
        ],
      },
      {
        at: '2h',
        waits: true,
        expect: [
          'the object missing resolved reverted after 3s',
          'fix: the object by unknown(no-trace), undone by argocd after 3s, times 1',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('what the deployer itself wrote and takes back is nobody’s fix', () => {
  const { memory } = tell({
    both: GIT,
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: HOTFIX, by: 'argocd', expect: [] },
      { at: '2h', live: GIT, by: 'argocd', expect: [] },
    ],
  })
  expect(memory.record.findings.map(({ drift }) => drift.actorClass)).toEqual(['deployer'])
  expect(memory.fixes).toEqual([])
})
