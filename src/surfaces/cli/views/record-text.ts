import { SECOND } from '../../../model/instant.ts'
import { visible } from '../../../model/visible-text.ts'
import type { RecordedArchive } from '../ports.ts'
import { durationText } from './age-text.ts'
import { count, list } from './count-text.ts'
import { sizeText } from './size-text.ts'

/** What was recorded, what was not, and what to do with it. */
export function recordText(recorded: RecordedArchive, program: string): string {
  const { file, cluster, from, until, bytes, followsAudit, notRecorded } = recorded
  const span = durationText(Math.round((until - from) / SECOND))
  const held = list([
    count(recorded.objects, 'object'),
    count(recorded.changes, 'change'),
    count(recorded.auditEvents, 'audit event'),
    count(recorded.sourceStates, 'state') + ' of sources',
  ])
  const lines = [
    `Recorded ${visible(cluster)} for ${span}: ${held}, ${sizeText(bytes)}.`,
    ...(followsAudit
      ? []
      : ['No audit log was followed, so who changed what is known from field managers only (see --audit-file).']),
    ...notRecorded.map((one) => `Not recorded: ${visible(one)}`),
    `See it again: ${program} replay ${visible(file)}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}
