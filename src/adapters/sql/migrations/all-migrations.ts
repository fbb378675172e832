import type { Migration } from 'kysely/migration'
import { clustersAndSources } from './m0001-clusters-and-sources.ts'
import { objects } from './m0002-objects.ts'
import { findings } from './m0003-findings.ts'
import { undoneChanges } from './m0004-undone-changes.ts'
import { activity } from './m0005-activity.ts'

/** Every step in its order. A step that was released never changes; what it got wrong, a later one mends. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-clusters-and-sources': clustersAndSources,
  '0002-objects': objects,
  '0003-findings': findings,
  '0004-undone-changes': undoneChanges,
  '0005-activity': activity,
}
