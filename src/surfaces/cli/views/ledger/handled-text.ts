import { printInstant } from '../../../../model/instant.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { ShownFinding } from '../../../shown-ledger.ts'
import { pathText, referenceText } from '../object-text.ts'

/** What was done, in a sentence. */
export function handledText(verb: 'ack' | 'accept' | 'reopen' | 'assign', known: ShownFinding): string {
  return `${doneText(verb, known)}: ${referenceText(known.drift.object)} ${pathText(known.drift.path)}\n`
}

function doneText(verb: 'ack' | 'accept' | 'reopen' | 'assign', { handling, assignee }: ShownFinding): string {
  switch (verb) {
    case 'ack':
      return 'Acknowledged'
    case 'reopen':
      return 'Open again'
    case 'accept':
      return handling.kind === 'accepted' ? `Kept on purpose until ${printInstant(handling.until)}` : 'Not accepted'
    case 'assign':
      return assignee === null ? 'Assigned to nobody' : `Assigned to ${visible(assignee)}`
  }
}
