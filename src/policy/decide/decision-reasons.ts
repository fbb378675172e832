import type { DecisionReason } from '../../model/decision.ts'

/** A reason as the reference page tells it. */
export interface ReasonText {
  readonly title: string
  readonly text: string
}

/** One paragraph for each reason: what holds, what happens next, what a person can do. */
export const DECISION_REASONS: Readonly<Record<DecisionReason, ReasonText>> = {
  resolved: {
    title: 'The difference is gone',
    text: 'Cluster and Git agree again, or the object or its source is gone. Nothing is due. Should the same difference return within 30 days, the finding opens again with its history.',
  },
  'unknown-frozen': {
    title: 'Nothing can be observed',
    text: 'One of the two sides cannot be read at present: the cluster is unreachable, a right is missing, or the source does not render. The finding keeps its age and its state, and no step is taken on what was seen before. It goes on by itself with the next observation.',
  },
  expected: {
    title: 'A rule says that this is meant to be',
    text: 'A rule or the catalogue explains the difference. It is recorded and counted under that rule, with its age, and nothing is due. Where the rule has an end date, that is the next step; after that date nothing is undone without a yes of the owner.',
  },
  'pending-change': {
    title: 'Git moved and the cluster has not followed yet',
    text: 'The difference is a change on its way, not drift. The next step is the moment at which it has waited too long (24 hours unless configured). Where the cluster moved as well, the reason says that nothing is reverted or proposed, since that would roll out what waits in Git.',
  },
  'stalled-rollout': {
    title: 'A change in Git has waited too long',
    text: 'Git moved, and the cluster has not followed within the limit (24 hours unless configured). People are told as of a finding of its severity. It is never reverted and never proposed to Git: the way out is the rollout itself, or taking the change back in Git.',
  },
  accepted: {
    title: 'Kept on purpose until a date',
    text: 'Somebody accepted this value, with a reason, until the date shown. Nothing is due before. Another value, another kind of writer or a higher severity ends the acceptance at once. When it ends, people are told again, and no effect happens without a yes of the owner.',
  },
  baseline: {
    title: 'Was there when the source was first looked at',
    text: 'The first pass over a source records everything that differs, and tells nobody: a backlog must not page. Ages run. Findings that begin later speak as usual. `response.baselineSpeaks: true` turns the backlog on.',
  },
  'within-grace': {
    title: 'Too young to be a finding',
    text: 'Many differences go away by themselves. This one opens at the time shown unless it is gone by then. Rules set the time for each severity, kind or field; as shipped it is 5 minutes for critical, an hour for high, a day for everything else.',
  },
  acknowledged: {
    title: 'Somebody is on it',
    text: 'A person acknowledged the finding, so that nobody else is disturbed and nothing is undone under their hands. Tickets still come at their time: that somebody knows does not bring a fix to Git.',
  },
  'held-incident': {
    title: 'An incident window is open',
    text: 'The finding lies in the scope of a declared incident window, so every step waits until the window ends; effects then ask the owner first. On the same clusters, but outside the scope, messages wait as well, unless the finding is critical.',
  },
  contested: {
    title: 'Two writers undo each other',
    text: 'Two writers, such as an autoscaler and an engine, fight over the field, or two sources want different values. One more writer would not help, so nothing is reverted and nothing is proposed. People are told as usual. Let one of them own the field, or explain the other by a rule.',
  },
  'too-many': {
    title: 'Too many objects at once',
    text: 'More objects than the breaker allows (`response.breaker`) have the same cause, or too large a share of their source. Such a change is an upgrade or a mistake and not a slip, so nothing is reverted by itself. There is one message, one ticket and one pull request for all of it.',
  },
  'daily-cap': {
    title: 'Enough of these for today',
    text: 'The source has had as many effects of this kind today as `response.dailyCaps` allows. The step is due again when the next day begins.',
  },
  'asks-owner': {
    title: 'The owner has to say yes',
    text: 'The step is turned on and due, but not to be taken by itself: the change is not small (one cause, one object, at most three fields, severity low or medium), changes capacity, is a person’s or an unknown writer’s, cannot be undone safely, or its acceptance, rule or incident window has just ended. The sentence says which.',
  },
  'never-pages': {
    title: 'Not worth disturbing anybody',
    text: 'Findings of severity low and info are for lists and reports. No message and no escalation comes of them, whatever the ladder says; of info no ticket either. A rule can rank the field higher.',
  },
  'notify-due': {
    title: 'Tell the people now',
    text: 'The finding is as old as the ladder says, and its owner has not been told. One message goes out for the cause.',
  },
  'revert-due': {
    title: 'Undo the change now',
    text: 'The change is small in every sense, reverts are turned on for its source, its time has come, and nothing holds it back. What Git says is put back, field by field.',
  },
  'pull-request-due': {
    title: 'Propose the change to Git now',
    text: 'The change has lasted as long as the ladder says. A pull request brings it to Git, so that people can decide there.',
  },
  'ticket-due': {
    title: 'Open a ticket now',
    text: 'The finding is as old as the ladder says (a day unless configured, 4 hours where critical), and tickets are turned on for its source. There is one ticket for the cause.',
  },
  'escalate-due': {
    title: 'Tell the next people now',
    text: 'Everything before did not help, and the finding is as old as the ladder says.',
  },
  waiting: {
    title: 'The next step has its time',
    text: 'Nothing is due now. The next step and its time are shown; steps that can wait keep to the working hours of the calendar. Where there is no next step, all that are turned on have been taken. A difference that has just gone waits ten minutes before it counts as gone.',
  },
  'nothing-enabled': {
    title: 'No step is turned on',
    text: 'The finding is open, and no step of the ladder is turned on for its source. It is shown in lists, reports and metrics. `response.steps` turns steps on, for all sources or for one.',
  },
}
