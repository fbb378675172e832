import { expect, it } from 'vitest'
import { DEFAULT_TIMES } from '../../ledger/settings.ts'
import type { ObjectRecord } from '../../ledger/ports.ts'
import { printInstant } from '../../model/instant.ts'
import type { CheckedObservation } from '../../model/observation.ts'
import { BEGAN, exampleContext, exampleDrift } from '../../policy/decide/finding-example.ts'
import { ruleSet } from '../../policy/rules/rule-set.ts'
import { DEFAULT_ENVIRONMENTS } from '../../policy/rules/severity-modifiers.ts'
import { CauseIndex } from './cause-index.ts'
import { decideRecording, type RecordingParts } from './recording.ts'
import { ServicePolicy } from './service-policy.ts'

const { object } = exampleDrift()
const REF = {
  cluster: object.cluster,
  group: object.group,
  kind: object.kind,
  namespace: object.namespace,
  name: object.name,
}
const NEW: ObjectRecord = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [] }

/** A look that tells nobody's name, as after a removal. */
const observation: CheckedObservation = {
  state: 'checked',
  ref: REF,
  at: BEGAN,
  sources: ['shop'],
  version: undefined,
  revisions: {},
  schemaHash: 'v1',
  differences: [
    {
      standing: 'drift',
      drift: exampleDrift({
        actorClass: 'unknown',
        attribution: {
          confidence: 'unknown',
          users: [],
          notBefore: null,
          notAfter: printInstant(BEGAN),
          evidence: 'none',
          reason: 'no-trace',
        },
      }),
      valueMark: 'plain:aa',
    },
  ],
  undecided: [],
  writers: [],
}

it('rules ask for the writer that all the evidence names, and not for what one look at the object tells', () => {
  const match = { actorClasses: ['person'], managers: ['kubectl-edit'] } as const
  const central = [{ id: 'by-hand', match, expected: true, from: 'central' }] as const
  const { set } = ruleSet({ central, ofSources: [] }, DEFAULT_ENVIRONMENTS, () => ({ problem: 'none' }))
  const inForce = { rules: set, decidePolicy: () => exampleContext(), ownerOf: () => null, mark: 'test' }
  const parts: RecordingParts = {
    policy: new ServicePolicy(inForce, new CauseIndex(() => 1)),
    settings: {
      ...DEFAULT_TIMES,
      classOf: () => 'unknown',
      baselineSources: new Set(),
      by: { actor: { kind: 'system', id: 'watch' }, surface: 'watch' },
    },
    // As an audit event tells it.
    attribute: ({ drift }) => ({
      actorClass: 'person',
      attribution: { ...drift.attribution, confidence: 'certain', users: ['alice'], manager: 'kubectl-edit' },
    }),
    attributeUndo: (fix) => fix,
  }
  const change = decideRecording(observation, { labels: {}, desired: undefined }, parts)(NEW, BEGAN)
  expect(change?.findings).toMatchObject([
    {
      drift: { actorClass: 'person', attribution: { users: ['alice'] } },
      standing: 'explained',
      explainedBy: 'by-hand',
      decision: { reason: 'expected' },
    },
  ])
})
