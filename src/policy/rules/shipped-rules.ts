import { DAY, HOUR, MINUTE } from '../../model/instant.ts'
import type { Rule } from '../../model/response-rule.ts'

/**
 * What holds where nobody configured anything else: the last rules of every list. How long a difference must last before
 * it is a finding, and when people would hear of it, once the step is turned on for its source. Reverts, pull requests and
 * escalations have no time here: whoever wants them says when.
 */
export const SHIPPED_RULES: readonly Rule[] = [
  {
    id: 'shipped-critical',
    match: { severities: ['critical'] },
    graceMs: 5 * MINUTE,
    response: { notifyAfterMs: 5 * MINUTE, ticketAfterMs: 4 * HOUR },
    reason: 'Somebody should look at once.',
    from: 'shipped',
  },
  {
    id: 'shipped-high',
    match: { severities: ['high'] },
    graceMs: HOUR,
    response: { notifyAfterMs: HOUR, ticketAfterMs: DAY },
    reason: 'A fix made by hand has an hour to come back to Git.',
    from: 'shipped',
  },
  {
    id: 'shipped-medium',
    match: { severities: ['medium'] },
    graceMs: DAY,
    response: { notifyAfterMs: DAY, ticketAfterMs: DAY },
    reason: 'Only what lasts longer than a day is worth a message.',
    from: 'shipped',
  },
  {
    id: 'shipped-low',
    match: { severities: ['low'] },
    graceMs: DAY,
    response: {},
    reason: 'For the weekly report; nobody is disturbed.',
    from: 'shipped',
  },
  {
    id: 'shipped-info',
    match: { severities: ['info'] },
    graceMs: DAY,
    response: {},
    reason: 'Recorded only.',
    from: 'shipped',
  },
]
