import { z } from 'zod'
import { MINUTE, SECOND } from '../../model/instant.ts'
import { durationOr, type IssueParams, name, text } from './fields.ts'
import { stepsSchema } from './response-schema.ts'

const gitSchema = z
  .strictObject({
    url: text('https or ssh URL, or `user@host:path`, without credentials; or a repository on this machine.').refine(
      (url) => !holdsCredentials(url),
      {
        message: 'the URL holds credentials; leave them out and let git find them by its credential helper or key',
        params: { code: 'DRF1205' } satisfies IssueParams,
      },
    ),
    ref: text('Branch, tag or commit.').default('HEAD'),
    path: text('Folder inside the repository.').default('.'),
  })
  .meta({ description: 'A folder of a Git repository.' })

/** A user alone is no secret where it is `git` over ssh; over https it is nearly always a token. */
function holdsCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return password !== '' || (username !== '' && /^https?:$/.test(protocol))
}

const helmSchema = z
  .strictObject({
    release: text('Name of the release. Default: the name in Chart.yaml.').optional(),
    values: z
      .array(text('File.'))
      .max(100)
      .default([])
      .meta({ description: 'Values files on this machine, from the folder of this file; later ones win.' }),
    valuesInRepository: z
      .array(text('File.'))
      .max(100)
      .default([])
      .meta({ description: 'Values files inside the repository, from its root.' }),
    set: z.array(text('`key=value`.')).max(1_000).default([]).meta({ description: 'As `helm --set`.' }),
    setString: z.array(text('`key=value`.')).max(1_000).default([]).meta({ description: 'As `helm --set-string`.' }),
  })
  .meta({ description: 'How the chart is rendered.' })

export const sourceSchema = z
  .strictObject({
    name: name('Name of the source in findings, rules and metrics.'),
    git: gitSchema.optional(),
    path: text('File or folder on this machine, from the folder of this file; instead of `git`.').optional(),
    helm: helmSchema.optional(),
    clusters: z
      .array(name('Name of a cluster.'))
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: 'Clusters that the source is for. Default: the only one.' }),
    namespace: name('Namespace of the release, and of manifests that name none.').default('default'),
    deployer: text('Field manager by which the source reaches the cluster. Default: found out.').optional(),
    owner: name('Owner of what no CODEOWNERS, label or rule gives another.').optional(),
    fetchInterval: durationOr('1m', 'Time between two looks at the head.', { least: 5 * SECOND, most: 2 * MINUTE }),
    response: z
      .strictObject({ steps: stepsSchema.optional() })
      .optional()
      .meta({ description: 'Steps that are turned on for this source, instead of the central ones.' }),
  })
  .refine(({ git, path }) => (git === undefined) !== (path === undefined), 'a source needs either git or path')

export type SourceInput = z.output<typeof sourceSchema>
