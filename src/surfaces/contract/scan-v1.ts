import { z } from 'zod'
import { drift, driftKind, object } from './drift-v1.ts'
import { count, json, list, text, time } from './schema-words.ts'

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

/**
 * The contract of `-o json`, in words and as a schema. Within v1 members may be added, never removed or given another
 * meaning; readers ignore what they do not know. The types of the model say the same; a test holds the two together.
 */
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
