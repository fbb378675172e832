import type { Aspects } from '../rules/aspects.ts'
import { type Codeowners, ownersOfFile } from './codeowners.ts'

/** What is known about whose an object is. */
export interface OwnerEvidence {
  /** Set by a person: it stops everything else. */
  readonly assignee: string | null
  /** Undefined where the source's repository has none. */
  readonly codeowners: Codeowners | undefined
  /** File of the manifest, from the root of the repository; empty where it comes from a chart or is not known. */
  readonly filePath: string
  /** Labels and annotations of the object. */
  readonly labels: Readonly<Record<string, string>>
  /** Labels and annotations that name the owner, in order. */
  readonly ownerLabels: readonly string[]
  readonly aspects: Pick<Aspects, 'owner' | 'rules'>
  /** Owner that the configuration or `.driftage.yaml` gives the source. */
  readonly sourceOwner: string | undefined
}

/** Whose a finding is. Who made the change is never the owner by that. */
export interface Owner {
  readonly owner: string
  /** All of them where CODEOWNERS names several; the first is `owner`. */
  readonly owners: readonly string[]
  readonly from: 'assigned' | 'codeowners' | 'label' | 'rule' | 'source'
}

/** The first that says anything: a person, CODEOWNERS of the manifest's file, labels, rules, the source. Null = nobody does. */
export function ownerOf(evidence: OwnerEvidence): Owner | null {
  const { assignee, codeowners, filePath, labels, ownerLabels, aspects, sourceOwner } = evidence
  if (assignee !== null) return single(assignee, 'assigned')
  const owners = codeowners === undefined || filePath === '' ? [] : ownersOfFile(codeowners, filePath)
  if (owners[0] !== undefined) return { owner: owners[0], owners, from: 'codeowners' }
  const label = ownerLabels.find((name) => Object.hasOwn(labels, name) && labels[name] !== '')
  if (label !== undefined) return single(labels[label] as string, 'label')
  if (aspects.owner !== undefined) return single(aspects.owner, 'rule')
  return sourceOwner === undefined ? null : single(sourceOwner, 'source')
}

function single(owner: string, from: Owner['from']): Owner {
  return { owner, owners: [owner], from }
}
