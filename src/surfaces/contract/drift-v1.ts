import { z } from 'zod'
import { json, list, text, time, timeOrNull } from './schema-words.ts'

export const object = z
  .object({
    cluster: text('Name of the cluster: as configured, else `--cluster-name`, else the kubeconfig context.'),
    group: text('API group; empty for the core group.'),
    version: text('API version at which the object was compared.'),
    kind: text('Kind, such as `Deployment`.'),
    namespace: text('Namespace; empty for cluster scope.'),
    name: text('Name.'),
    uid: text('Uid of the live object. Absent for objects that are missing.').exactOptional(),
    resourceVersion: text(
      'Version of the live object that was compared. Absent for objects that are missing.',
    ).exactOptional(),
  })
  .meta({ id: 'Object', title: 'Object', description: 'One object of a cluster.' })

const severity = z
  .enum(['critical', 'high', 'medium', 'low', 'info'])
  .meta({ id: 'Severity', title: 'Severity', description: 'How bad a drift is if it lasts.' })

export const driftKind = z
  .enum(['modified', 'added', 'removed', 'reordered', 'missing', 'ineffective', 'contested'])
  .meta({
    id: 'DriftKind',
    title: 'DriftKind',
    description:
      'How the sides differ. Fields: `modified`, `added` (Git is silent), `removed` (the cluster has nothing), `reordered` (same elements in another order), `ineffective` (Git says it and the server dropped it), `contested` (two sources say different things). Objects, with an empty path: `missing`.',
  })

const base = z
  .object({
    evidence: z
      .enum(['agreed', 'engine', 'last-applied', 'history', 'unknown'])
      .describe(
        'How it is known: `agreed` = driftage saw both sides equal; `engine` = the revision that the GitOps engine says it applied; `last-applied` = the annotation of a client-side apply, confirmed by a commit; `history` = the whole live manifest equals an earlier commit; `unknown` = not known.',
      ),
    value: json(
      'Value of the field then. Absent where it had none, where it is not known, and for sensitive fields.',
    ).exactOptional(),
    revision: text('Commit or chart version that it was rendered from. Absent where there is none.').exactOptional(),
  })
  .meta({
    id: 'Base',
    title: 'Base',
    description: 'What the cluster was last told at this path, and how that is known.',
  })

const confidence = z
  .enum(['certain', 'likely', 'possible', 'unknown'])
  .describe(
    '`certain` = an audit event claims exactly this version; `likely` = seen between two versions, or audit by time and path; `possible` = present owner of the field; `unknown` = nothing says.',
  )

const attribution = z
  .object({
    confidence,
    users: list(z.string(), 'Users that the evidence names; empty where it names none. Never guessed.'),
    impersonated: list(
      z.object({ user: text('Who authenticated.'), as: text('Who was acted as.') }),
      'Who of the users acted as whom. Absent where nobody did.',
    ).exactOptional(),
    manager: text('Field manager that wrote the value. Absent where none is recorded.').exactOptional(),
    operation: z.enum(['Apply', 'Update']).describe('How that manager wrote it.').exactOptional(),
    subresource: text(
      'Sub-resource through which it was written, such as `scale`; empty for the object itself.',
    ).exactOptional(),
    notBefore: timeOrNull('Earliest time at which it can have been written; null where nothing bounds it.'),
    notAfter: time('Latest time at which it can have been written.'),
    evidence: text('Where the claim comes from, such as `managedFields`.'),
    reason: text('Why it is not better known, such as `no-trace`; empty where nothing is missing.'),
  })
  .meta({
    id: 'Attribution',
    title: 'Attribution',
    description: 'Who wrote the live value, as a claim with a confidence.',
  })

const visibility = z.enum(['yes', 'no', 'unknown'])

/** One entry of `findings` and of `pending`. */
export const drift = z
  .object({
    id: text('Hash of reference and path: equal over runs, machines and values, so that it can be followed.'),
    object,
    path: text(
      'Field, in the written form, such as `.spec.containers[name="web"].image`; empty for the object itself.',
    ),
    kind: driftKind,
    desired: json('What Git says. Absent where Git is silent, and for sensitive fields.').exactOptional(),
    live: json('What the cluster runs. Absent where it has nothing, and for sensitive fields.').exactOptional(),
    base,
    sensitive: z.boolean().describe('True where the value may be a secret; then no value is given anywhere.'),
    severity,
    severityRule: text('Id of the rule that the severity comes from, such as `DRF-SEC-001`.'),
    actorClass: z
      .enum(['person', 'deployer', 'controller', 'admission', 'unknown'])
      .describe('What kind of writer put the live value there. A class, never a person.'),
    attribution,
    onset: z
      .object({
        notBefore: timeOrNull(
          'Last time at which both sides are known to have agreed; null where that was never seen.',
        ),
        notAfter: time('First time at which they are known to differ. Age = now − notAfter, and it is an "at least".'),
      })
      .describe('When the difference began, as two bounds.'),
    visibleTo: z
      .object({
        argocd: visibility.describe('Would Argo CD report it?'),
        flux: visibility.describe('Would Flux report it?'),
      })
      .describe('Whether the GitOps engines would report this difference.'),
    source: z
      .object({
        name: text('Name of the source.'),
        revision: text('Commit or chart version; empty where there is none.'),
        file: text('File in the source that holds the object; empty where it is not known.'),
        line: z
          .int()
          .positive()
          .nullable()
          .describe('Line of the field, else of the object, from 1; null for templates.'),
      })
      .describe('Where in Git the object stands.'),
    note: text(
      'Sentence for people, such as "equals 4f2c1d, 3 commits ago". Absent where there is nothing to add.',
    ).exactOptional(),
  })
  .meta({ id: 'Drift', title: 'Drift', description: 'One field, or one object, on which live and Git differ.' })
