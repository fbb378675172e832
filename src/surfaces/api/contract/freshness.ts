import { z } from 'zod'
import { type Instant, printInstant } from '../../../model/instant.ts'
import type { ClusterState, SourceState } from '../../../model/source-state.ts'
import { count, list, text, time, timeOrNull } from '../../contract/schema-words.ts'
import { duration, presentDuration, presentInstantOrNull, readInstant, readInstantOrNull } from './contract-words.ts'

export const cluster = z
  .object({
    name: text('Name of the cluster.'),
    version: text('Version of its API server; empty while it is not known.'),
    state: z
      .enum(['starting', 'live', 'stale', 'unreachable'])
      .describe('`live` while everything is watched; `stale` where some kind is not.'),
    since: time('Since when it has been in this state.'),
    knownUntil: timeOrNull('Everything watched is known up to then; null before the first pass.'),
    behind: duration('How long ago that is.').nullable(),
    objects: count('Objects that sources hold in it.'),
    notChecked: list(
      z.object({
        kind: text('Kind that is not watched.'),
        reason: text('Why, such as `forbidden`.'),
        since: time('Since when.'),
      }),
      'What is not known of it.',
    ),
  })
  .meta({ id: 'Cluster', title: 'Cluster', description: 'How fresh the view of one cluster is.' })

export const clusterList = z
  .object({ items: list(cluster, 'All clusters, sorted by name.') })
  .meta({ id: 'ClusterList', title: 'ClusterList', description: 'All clusters.' })

export function presentCluster(state: ClusterState, now: Instant): z.input<typeof cluster> {
  return {
    ...state,
    since: printInstant(state.since),
    knownUntil: presentInstantOrNull(state.knownUntil),
    behind: state.knownUntil === null ? null : presentDuration(now - state.knownUntil),
    notChecked: state.notChecked.map((gap) => ({ ...gap, since: printInstant(gap.since) })),
  }
}

export function readCluster({ behind: _behind, ...dto }: z.output<typeof cluster>): ClusterState {
  return {
    ...dto,
    since: readInstant(dto.since),
    knownUntil: readInstantOrNull(dto.knownUntil),
    notChecked: dto.notChecked.map((gap) => ({ ...gap, since: readInstant(gap.since) })),
  }
}

export const source = z
  .object({
    name: text('Name of the source.'),
    cluster: text('Cluster that it is for.'),
    revision: text('Commit in use; empty where there is none yet.'),
    fetchedAt: timeOrNull('When it was fetched last.'),
    failing: z
      .object({ since: time('Since when.'), code: text('Code of the error.'), message: text('What happened.') })
      .nullable()
      .describe('Set while fetching or rendering fails; the last good state stays in use.'),
    held: z
      .object({
        since: time('Since when.'),
        reason: z.enum(['shrunk', 'rewritten', 'branch-gone']).describe('What a person must confirm.'),
        message: text('The same for people.'),
      })
      .nullable()
      .describe('Set while a new desired state waits for a confirmation.'),
    deployed: z
      .object({ revision: text('Commit.'), at: time('When that was said.') })
      .nullable()
      .describe('What a pipeline said it rolled out; null where none ever did.'),
    objects: count('Objects that it holds.'),
    owner: z.string().nullable().describe('Who looks after it.'),
    baselineSince: timeOrNull('Set until its first whole pass is recorded.'),
  })
  .meta({ id: 'Source', title: 'Source', description: 'What is known of one source.' })

export const sourceList = z
  .object({ items: list(source, 'All sources, sorted by name.') })
  .meta({ id: 'SourceList', title: 'SourceList', description: 'All sources.' })

export function presentSource(state: SourceState): z.input<typeof source> {
  const { failing, held, deployed } = state
  return {
    ...state,
    fetchedAt: presentInstantOrNull(state.fetchedAt),
    failing: failing === null ? null : { ...failing, since: printInstant(failing.since) },
    held: held === null ? null : { ...held, since: printInstant(held.since) },
    deployed: deployed === null ? null : { ...deployed, at: printInstant(deployed.at) },
    baselineSince: presentInstantOrNull(state.baselineSince),
  }
}

export function readSource(dto: z.output<typeof source>): SourceState {
  const { failing, held, deployed } = dto
  return {
    ...dto,
    fetchedAt: readInstantOrNull(dto.fetchedAt),
    failing: failing === null ? null : { ...failing, since: readInstant(failing.since) },
    held: held === null ? null : { ...held, since: readInstant(held.since) },
    deployed: deployed === null ? null : { ...deployed, at: readInstant(deployed.at) },
    baselineSince: readInstantOrNull(dto.baselineSince),
  }
}
