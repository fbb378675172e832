import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Difference, DriftKind } from '../model/difference.ts'
import { field, type FieldPath, key, type PathElement } from '../model/field-path.ts'
import { type Json, objectOf } from '../model/json.ts'
import { SEVERITIES } from '../model/severity.ts'
import { ownerOf, refOf } from './difference-example.ts'
import { explain, factsToExplain } from './explain.ts'
import { MUTATOR_RULES } from './mutators/catalogue.ts'
import { indexRules } from './rule-index.ts'
import { isSensitive } from './sensitive.ts'
import { severityOf } from './severity/severity-of.ts'
import { visibleTo } from './visible-to.ts'

const INDEX = indexRules(MUTATOR_RULES)

const WORDS =
  'spec metadata template containers env securityContext rules subjects webhooks data annotations labels name value status'
const word = fc.constantFrom(
  ...WORDS.split(' '),
  '__proto__',
  'constructor',
  'toString',
  'http',
  'route',
  'weight',
  'replicas',
)
/** Objects without a prototype, as parsers give them. */
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, 0, 3, 10n ** 20n, 'a', 'Ignore', '', '*', '100m'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.array(fc.tuple(word, tie('json')), { maxLength: 4 }).map(objectOf),
  ),
}))
const element: fc.Arbitrary<PathElement> = fc.oneof(
  { weight: 6, arbitrary: word.map(field) },
  { weight: 1, arbitrary: word.map((value) => key({ name: 'name', value })) },
  { weight: 1, arbitrary: fc.nat(3).map((index): PathElement => ({ kind: 'index', index })) },
  { weight: 1, arbitrary: word.map((value): PathElement => ({ kind: 'value', value })) },
)
const kinds: readonly DriftKind[] = ['modified', 'added', 'removed', 'reordered', 'missing', 'ineffective', 'contested']
const difference: fc.Arbitrary<Difference> = fc.record({
  path: fc.array(element, { maxLength: 7 }) as fc.Arbitrary<FieldPath>,
  kind: fc.constantFrom(...kinds),
  desired: json,
  live: json,
  atomic: fc.boolean(),
  signals: fc
    .constantFrom([], ['kubectl-edit'], ['manager'], ['kube-controller-manager/Update/scale'])
    .map((owners) => ({
      owners: owners.map(ownerOf),
      deployerOwns: undefined,
      lastApplied: 'none' as const,
      oracle: 'not-asked' as const,
      admission: 'none' as const,
    })),
})
const ref = fc
  .constantFrom(
    'apps/Deployment/shop/web',
    '-/Pod/shop/web',
    '-/Service/shop/web',
    '-/Secret/shop/web',
    'batch/CronJob/shop/web',
    'rbac.authorization.k8s.io/ClusterRole/-/web',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/istio-web',
    'networking.istio.io/VirtualService/shop/web',
    'argoproj.io/Application/argocd/web',
    'constructor/__proto__/a/b',
  )
  .map(refOf)
const root = json.map((body) =>
  objectOf([
    ['metadata', body],
    ['spec', body],
    ['rules', body],
    ['aggregationRule', body],
  ]),
)

describe('any difference at all', () => {
  it('gets an answer from each judge, and the same one again', () => {
    fc.assert(
      fc.property(difference, ref, root, root, (one, object, live, desired) => {
        const context = { ref: object, live, desired, facts: {}, deployer: undefined }
        const answers = () => [
          explain(one, context, INDEX),
          severityOf(one, context),
          isSensitive(one, object),
          visibleTo(one, context),
        ]
        expect(answers()).toEqual(answers())
        expect(SEVERITIES).toContain(severityOf(one, context).severity)
        // Nothing is unknown for want of a fact that nobody was asked for.
        const result = explain(one, context, INDEX)
        if (result !== undefined && 'unknown' in result)
          expect(factsToExplain([one], context, INDEX).size).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
  })

  it('is never explained where a person is the only owner, but by what the server writes in any request', () => {
    const anybody = new Set(MUTATOR_RULES.filter((rule) => rule.owner === 'requester').map((rule) => rule.id))
    fc.assert(
      fc.property(difference, ref, root, (one, object, live) => {
        const byPerson = { ...one, signals: { ...one.signals, owners: [ownerOf('kubectl-edit')] } }
        const result = explain(
          byPerson,
          { ref: object, live, desired: undefined, facts: {}, deployer: undefined },
          INDEX,
        )
        if (result !== undefined) expect('explained' in result && anybody.has(result.explained.rule)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})
