import type { Response, Rule } from '../model/response-rule.ts'
import type { RuleInput } from './schema/rule-schema.ts'
import { withoutUndefined } from './without-undefined.ts'

/** A rule as it is written, in the words of the model. */
export function ruleFromInput(input: RuleInput, from: 'central' | 'source'): Rule {
  const { grace, match, response, ...same } = input
  return {
    ...withoutUndefined(same),
    match: withoutUndefined(match),
    from,
    ...(grace === undefined ? {} : { graceMs: grace }),
    ...(response === undefined ? {} : { response: responseFromInput(response) }),
  }
}

function responseFromInput(input: NonNullable<RuleInput['response']>): Response {
  const { notify, revert, pullRequest, ticket, escalate, dailyCaps, mayRevertPeople } = input
  return withoutUndefined({
    notifyAfterMs: notify,
    revertAfterMs: revert,
    pullRequestAfterMs: pullRequest,
    ticketAfterMs: ticket,
    escalateAfterMs: escalate,
    dailyCaps: dailyCaps === undefined ? undefined : withoutUndefined(dailyCaps),
    mayRevertPeople,
  })
}
