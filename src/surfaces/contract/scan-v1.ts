import { z } from 'zod'
import type { Json } from '../../model/json.ts'
import { isJson } from './json-value.ts'

/**
 * The contract of `-o json`, in words and as a schema. Within v1 members may be added, never removed or given another
 * meaning; readers ignore what they do not know. The types of the model say the same; a test holds the two together.
 */
const json = (description: string) =>
  z
    .custom<Json>(isJson)
    .meta({ description: `${description} Any JSON value; integers are written in full, also beyond 2^53.` })
const text = (description: string) => z.string().describe(description)
const count = (description: string) => z.int().nonnegative().describe(description)
const list = <T extends z.ZodType>(entry: T, description: string) => z.array(entry).readonly().describe(description)
const time = (description: string) => z.iso.datetime().describe(`${description} RFC 3339 in UTC.`)

const object = z
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

const driftKind = z.enum(['modified', 'added', 'removed', 'reordered', 'missing', 'ineffective', 'contested']).meta({
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
    manager: text('Field manager that wrote the value. Absent where none is recorded.').exactOptional(),
    operation: z.enum(['Apply', 'Update']).describe('How that manager wrote it.').exactOptional(),
    subresource: text(
      'Sub-resource through which it was written, such as `scale`; empty for the object itself.',
    ).exactOptional(),
    notBefore: time('Earliest time at which it can have been written; null where nothing bounds it.').nullable(),
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

const drift = z
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
        notBefore: time(
          'Last time at which both sides are known to have agreed; null where that was never seen.',
        ).nullable(),
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

const expected = z
  .object({
    object,
    path: text('Field, in the written form.'),
    kind: driftKind,
    desired: json('What Git says. Absent where Git is silent, and for sensitive fields.').exactOptional(),
    live: json('What the cluster runs. Absent where it has nothing, and for sensitive fields.').exactOptional(),
    sensitive: z.boolean().describe('True where the value may be a secret.'),
    rule: text(
      'Id of the rule that explains it; `default`, `allocated` or `admission` for what the server itself does.',
    ),
  })
  .meta({ id: 'Expected', title: 'Expected', description: 'A difference that is explained and therefore no drift.' })

const excluded = z
  .object({
    object,
    path: text('Field, where only one field was left out.').exactOptional(),
    reason: text('`secret`, `hook`, `generate-name`, `encrypted`, `never-compared` …'),
  })
  .meta({ id: 'Excluded', title: 'Excluded', description: 'Left out by choice; no failed check.' })

const gap = z
  .object({
    object: object.describe('The object that could not be checked.').exactOptional(),
    kind: text(
      'The kind that could not be read: `group/version/Kind`, or `group/*` for a whole group.',
    ).exactOptional(),
    source: text('The source that could not be read or rendered.').exactOptional(),
    path: text('Field, where only one field of the object could not be judged.').exactOptional(),
    reason: text(
      'Machine-readable: `needs-oracle`, `forbidden`, `unreachable`, `kind-unknown`, `render`, `terminating` …',
    ),
    message: text('What happened and what to do about it.'),
  })
  .meta({
    id: 'NotChecked',
    title: 'NotChecked',
    description: 'Something that could not be checked: absence of evidence, never "in sync".',
  })

const limit = z
  .object({
    code: text('Machine-readable, such as `taken-over-by-deployer`.'),
    count: count('How many fields or objects it concerns. Absent where that cannot be counted.').exactOptional(),
    message: text('The same for people.'),
  })
  .meta({ id: 'Limit', title: 'Limit', description: 'What a single look cannot see.' })

const asOf = z
  .object({
    time: time('When the cluster was read.'),
    sources: list(
      z.object({
        name: text('Name of the source.'),
        revision: text('Commit or chart version; empty where there is none.'),
        dirty: z.boolean().describe('True where files in it differ from that commit.'),
      }),
      'What was compared on the side of Git.',
    ),
    cluster: z
      .object({ name: text('Name of the cluster.'), version: text('Version of its API server.') })
      .describe('What was compared on the other side.'),
  })
  .describe('What the result holds for, and from when it is.')

const summary = z
  .object({
    objects: count('Objects that the sources hold and that were to be compared.'),
    inSync: count('Objects without any unexplained difference.'),
    drifted: count('Objects with at least one finding.'),
    pending: count('Objects with pending changes and no finding.'),
    unknown: count('Objects that could not be judged.'),
    findings: z
      .object({
        critical: count('Critical findings.'),
        high: count('High findings.'),
        medium: count('Medium findings.'),
        low: count('Low findings.'),
        info: count('Findings that are only information.'),
      })
      .describe('Findings by severity.'),
    expected: count('Fields that rules explain.'),
    defaults: count('Fields that the API server itself fills in.'),
  })
  .describe('Counts of the whole, also where the lists are left out.')

/** The whole report. */
export const scanV1 = z
  .object({
    schemaVersion: z.literal('driftage.dev/scan/v1').describe('Name and version of this contract.'),
    verdict: z
      .enum(['in-sync', 'pending', 'drifted', 'unknown'])
      .describe('Of many objects the worst: `drifted`, else `unknown`, else `pending`, else `in-sync`.'),
    asOf,
    summary,
    findings: list(drift, 'Drift, sorted by object and path.'),
    pending: list(
      drift,
      'Pending changes: Git moved and the cluster has not followed yet. Not drift. Sorted as findings.',
    ),
    expected: list(
      expected,
      'Explained differences, sorted as findings; filled only with `--include expected` or `defaults`.',
    ),
    excluded: list(excluded, 'What was left out by choice.'),
    notChecked: list(gap, 'What could not be checked. Not empty: exit code 2.'),
    limits: list(limit, 'What a single look cannot see; empty only where nothing could have been hidden.'),
  })
  .meta({
    id: 'ScanReport',
    title: 'driftage scan, v1',
    description: 'Result of `driftage scan -o json` and `driftage diff -o json`.',
  })
