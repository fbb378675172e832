import { z } from 'zod'
import { name, secret, text } from './fields.ts'

const auditSchema = z
  .strictObject({
    token: secret('Where the token is by which the audit webhook of the cluster authenticates.').optional(),
    file: text('JSONL file of audit events that is followed, from the folder of this file.').optional(),
  })
  .refine(({ token, file }) => token !== undefined || file !== undefined, 'an audit intake needs token, file or both')
  .meta({ description: 'How audit events come in.' })

export const clusterSchema = z
  .strictObject({
    name: name('Name of the cluster in references, rules and metrics.'),
    inCluster: z
      .boolean()
      .optional()
      .meta({ description: 'Use the service account of the Pod that driftage runs in.' }),
    kubeconfig: text('Kubeconfig, from the folder of this file. Default: as kubectl finds it.').optional(),
    context: text('Context of the kubeconfig. Default: the current one.').optional(),
    namespaces: z
      .array(name('Namespace.'))
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: 'Watch only these. Default: all that sources use.' }),
    audit: auditSchema.optional(),
    oracle: z.boolean().default(false).meta({
      description:
        'Ask the server by dry-run creates what it makes of a manifest. Needs the rights that `driftage rbac --oracle` prints.',
    }),
    secrets: z.boolean().default(false).meta({
      description: 'Compare Secrets. Nothing of their values is shown or stored, but the right to read them is needed.',
    }),
  })
  .refine(
    ({ inCluster, kubeconfig, context }) => inCluster !== true || (kubeconfig === undefined && context === undefined),
    'inCluster leaves no room for kubeconfig or context',
  )

export type ClusterInput = z.output<typeof clusterSchema>
