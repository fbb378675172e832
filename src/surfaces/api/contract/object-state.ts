import { z } from 'zod'
import type { ObjectState } from '../../../ledger/ports.ts'
import { printInstant } from '../../../model/instant.ts'
import { printRef } from '../../../model/object-ref.ts'
import { count, list, text, time } from '../../contract/schema-words.ts'
import { page, readInstant, reference } from './contract-words.ts'

export const objectState = z
  .object({
    reference,
    ref: z
      .object({
        cluster: text('Name of the cluster.'),
        group: text('API group; empty for the core group.'),
        kind: text('Kind.'),
        namespace: text('Namespace; empty for cluster scope.'),
        name: text('Name.'),
      })
      .describe('The same in its parts.'),
    verdict: z
      .enum(['in-sync', 'pending', 'drifted', 'unknown'])
      .describe('What was found. `unknown` is never in sync.'),
    reason: z.string().nullable().describe('Why it is unknown; null otherwise.'),
    asOf: time('When that was found.'),
    version: z
      .object({ uid: text('Uid.'), resourceVersion: text('Resource version.') })
      .nullable()
      .describe('The live version that was compared; null while the object is missing.'),
    revisions: list(
      z.object({ source: text('Name of a source.'), revision: text('Commit; empty where it is none.') }),
      'What it was compared with.',
    ),
    sources: list(z.string(), 'Sources that hold it.'),
    owner: z.string().nullable().describe('Who looks after it; null where nobody is known to.'),
    explained: count('Fields that rules explain now.'),
  })
  .meta({ id: 'ObjectState', title: 'ObjectState', description: 'The verdict on one object and what it rests on.' })

export const objectPage = page('ObjectPage', objectState, 'Objects that sources hold, sorted by reference.')

export function presentObject(state: ObjectState): z.input<typeof objectState> {
  const { ref, verdict, reason, version, sources, owner, explained } = state
  return {
    reference: printRef(ref),
    asOf: printInstant(state.asOf),
    revisions: Object.entries(state.revisions).map(([source, revision]) => ({ source, revision })),
    ref,
    verdict,
    reason,
    version,
    sources,
    owner,
    explained,
  }
}

/** What the API does not tell is empty: nobody shows it. */
export function readObject({ reference: _reference, ...dto }: z.output<typeof objectState>): ObjectState {
  const revisions = Object.fromEntries(dto.revisions.map(({ source, revision }) => [source, revision]))
  return { ...dto, asOf: readInstant(dto.asOf), revisions, schemaHash: '' }
}
