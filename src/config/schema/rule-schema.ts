import { z } from 'zod'
import { TEN_YEARS, duration, name, namePatterns, pathPatterns, text, time } from './fields.ts'
import { ladderSchema } from './response-schema.ts'

const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])

export const matchSchema = z
  .strictObject({
    clusters: namePatterns('Clusters.').optional(),
    sources: namePatterns('Sources; one that holds the object is enough.').optional(),
    namespaces: namePatterns('Namespaces.').optional(),
    kinds: namePatterns('`Deployment`, or `apps/Deployment`; `-/Pod` is the Pod of the core group.').optional(),
    names: namePatterns('Names of objects.').optional(),
    labels: z
      .record(z.string().max(400), z.string().max(256))
      .optional()
      .meta({ description: 'Labels that the object must have; `*` and `?` as wildcards in the value.' }),
    paths: pathPatterns(
      'Fields, and everything inside them: `.spec.replicas`, `.spec.template.spec.containers[*].image` (any element), `.metadata.annotations["example.com/*"]`.',
    ).optional(),
    managers: namePatterns('Field managers that wrote the value.').optional(),
    driftKinds: z
      .array(z.enum(['modified', 'added', 'removed', 'reordered', 'missing', 'ineffective', 'contested']))
      .optional()
      .meta({ description: 'Kinds of drift.' }),
    actorClasses: z
      .array(z.enum(['person', 'deployer', 'controller', 'admission', 'unknown']))
      .optional()
      .meta({ description: 'Kinds of writers.' }),
    severities: z
      .array(severity)
      .optional()
      .meta({ description: "Severities: the catalogue's for a rule that sets one, else the one that came of it." }),
    condition: text('CEL over `finding`, `object`, `desired` and `live`, such as `live > desired`.').optional(),
  })
  .meta({ description: 'What the rule is about: all that is given must hold, and of a list one entry.' })

export const ruleSchema = z
  .strictObject({
    id: name('Findings name the rule by it.'),
    match: matchSchema,
    expected: z.boolean().optional().meta({ description: 'true: not drift. false: drift, whatever later rules say.' }),
    severity: severity.optional().meta({ description: 'How bad it is.' }),
    grace: duration('How long it must last before it is a finding.', { least: 0, most: TEN_YEARS }).optional(),
    owner: name('Whose it is.').optional(),
    response: ladderSchema.optional(),
    reason: text('Why; people read it beside what the rule explains.').optional(),
    until: time('The rule counts no more from here on.').optional(),
  })
  .refine(
    ({ expected, severity, grace, owner, response }) =>
      [expected, severity, grace, owner, response].some((aspect) => aspect !== undefined),
    'a rule sets at least one of expected, severity, grace, owner and response',
  )

export type RuleInput = z.output<typeof ruleSchema>
