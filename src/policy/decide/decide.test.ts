import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../model/instant.ts'
import type { IncidentWindow } from '../../model/incident-window.ts'
import type { Response } from '../../model/response-rule.ts'
import { decide, nextDue } from './decide.ts'
import { BEGAN, exampleAspects, exampleContext, exampleDrift, exampleFinding } from './finding-example.ts'

/** Steps that write have times, too. */
const LADDER: Response = {
  notifyAfterMs: HOUR,
  revertAfterMs: 2 * HOUR,
  pullRequestAfterMs: 4 * HOUR,
  ticketAfterMs: DAY,
}
const ALL = ['notify', 'revert', 'pull-request', 'ticket', 'escalate'] as const
/** All steps are on, and people were told: only a revert could be due. */
const WRITING = exampleContext({ enabled: ALL, done: ['notify'] })
const REVERT = exampleAspects('medium', { response: { notifyAfterMs: HOUR, revertAfterMs: 2 * HOUR } })
const LATER = BEGAN + 3 * HOUR

function incident(changes: Partial<IncidentWindow> = {}): IncidentWindow {
  return { name: 'INC-7', from: BEGAN - HOUR, until: BEGAN + 5 * HOUR, scope: { namespaces: ['shop'] }, ...changes }
}

describe('nothing is due', () => {
  it('resolved: the difference is gone', () => {
    const decision = decide(exampleFinding({ state: 'resolved' }), exampleAspects(), exampleContext(), LATER)
    expect(decision).toEqual({
      reason: 'resolved',
      due: null,
      next: null,
      rules: { grace: 'shipped-medium', response: 'shipped-medium' },
      text: 'the difference is gone',
    })
  })

  it('resolved: a difference that was explained and is gone is gone', () => {
    const finding = exampleFinding({ state: 'resolved', standing: 'explained', explainedBy: null })
    expect(decide(finding, exampleAspects(), exampleContext(), LATER).reason).toBe('resolved')
  })

  it('unknown-frozen: what cannot be observed speaks no more and no less', () => {
    const frozen = { reason: 'unreachable', since: BEGAN + HOUR }
    const decision = decide(exampleFinding({ frozen }), REVERT, WRITING, LATER)
    expect(decision).toMatchObject({ reason: 'unknown-frozen', due: null, next: null })
    expect(decision.text).toBe('cannot be observed since 2026-11-04 10:00 UTC: unreachable')
  })

  it('expected: by a rule, until its date', () => {
    const until = BEGAN + DAY
    const aspects = exampleAspects('medium', { expected: true, expectedUntil: until, rules: { expected: 'sales' } })
    const decision = decide(
      exampleFinding({ state: 'resolved', standing: 'explained', explainedBy: 'sales' }),
      aspects,
      exampleContext(),
      LATER,
    )
    expect(decision).toMatchObject({ reason: 'expected', due: null, next: { step: 'open', at: until } })
    expect(decision.text).toBe('expected by sales until 2026-11-05 09:00 UTC')
  })

  it('expected: by the catalogue, unless a rule says no', () => {
    const finding = exampleFinding({ standing: 'explained', explainedBy: 'hpa-replicas' })
    expect(decide(finding, exampleAspects(), exampleContext(), LATER).text).toBe('expected by hpa-replicas')
    const no = exampleAspects('medium', { expected: false })
    expect(decide(finding, no, exampleContext(), BEGAN + 2 * DAY).reason).toBe('notify-due')
  })

  it('accepted: until its date, for the same value, writer and severity', () => {
    const until = BEGAN + 9 * DAY
    const pinned = { valueMark: 'plain:aa', actorClass: 'controller', severity: 'medium' } as const
    const handling = { kind: 'accepted', by: 'p1', at: BEGAN, reason: 'sale', until, pinned } as const
    const finding = exampleFinding({ handling })
    const at = BEGAN + 2 * DAY
    expect(decide(finding, exampleAspects(), exampleContext(), at)).toMatchObject({
      reason: 'accepted',
      due: null,
      next: { step: 'open', at: until },
      text: 'kept on purpose until 2026-11-13 09:00 UTC',
    })
    expect(decide({ ...finding, valueMark: 'plain:cc' }, exampleAspects(), exampleContext(), at).reason).toBe(
      'notify-due',
    )
    expect(decide(finding, exampleAspects('high'), exampleContext(), at).reason).toBe('notify-due')
    const other = { ...finding, drift: exampleDrift({ actorClass: 'person' }) }
    expect(decide(other, exampleAspects(), exampleContext(), at).reason).toBe('notify-due')
    expect(decide(finding, exampleAspects(), exampleContext(), until).reason).toBe('notify-due')
  })

  it('pending-change: on its way from Git, until the limit', () => {
    const decision = decide(exampleFinding({ standing: 'pending', state: 'settling' }), REVERT, WRITING, LATER)
    expect(decision).toMatchObject({ reason: 'pending-change', due: null, next: { step: 'open', at: BEGAN + DAY } })
  })

  it('baseline (R-32): the backlog of a first pass tells nobody until it is turned on', () => {
    const finding = exampleFinding({ baseline: true })
    const at = BEGAN + 30 * DAY
    expect(decide(finding, exampleAspects('critical'), exampleContext(), at)).toMatchObject({
      reason: 'baseline',
      due: null,
      next: null,
    })
    const on = exampleContext({ baselineSpeaks: true })
    expect(decide(finding, exampleAspects('critical'), on, at).reason).toBe('notify-due')
  })

  it('within-grace: opens at its time unless it is gone', () => {
    const decision = decide(
      exampleFinding({ state: 'settling' }),
      exampleAspects('high'),
      exampleContext(),
      BEGAN + MINUTE,
    )
    expect(decision).toMatchObject({ reason: 'within-grace', due: null, next: { step: 'open', at: BEGAN + HOUR } })
    expect(nextDue(decision)).toBe(BEGAN + HOUR)
  })

  it('waiting: agreement that was just seen is waited for', () => {
    const decision = decide(exampleFinding({ agreedSince: LATER - MINUTE }), REVERT, WRITING, LATER)
    expect(decision).toMatchObject({ reason: 'waiting', due: null, next: null })
  })

  it('nothing-enabled: everything is off unless it is turned on', () => {
    const decision = decide(exampleFinding(), REVERT, exampleContext({ enabled: [] }), BEGAN + 90 * DAY)
    expect(decision).toMatchObject({ reason: 'nothing-enabled', due: null, next: null })
  })

  it.each(['low', 'info'] as const)('never-pages: %s is for lists, whatever a rule says', (severity) => {
    const loud = exampleAspects(severity, { response: { notifyAfterMs: 0, escalateAfterMs: 0 } })
    const context = exampleContext({ enabled: ALL })
    expect(decide(exampleFinding(), loud, context, LATER)).toMatchObject({
      reason: 'never-pages',
      due: null,
      next: null,
    })
    expect(decide(exampleFinding(), exampleAspects(severity), context, LATER).reason).toBe('never-pages')
  })
})

describe('the ladder', () => {
  it('a month of a high finding: message at an hour, ticket at a day, and then nothing more', () => {
    const aspects = exampleAspects('high')
    const story = []
    const done: ('notify' | 'ticket')[] = []
    for (let now = BEGAN; now < BEGAN + 30 * DAY; now += 10 * MINUTE) {
      const state = now < BEGAN + HOUR ? 'settling' : 'open'
      const { due, reason } = decide(exampleFinding({ state }), aspects, exampleContext({ done }), now)
      if (due === 'notify' || due === 'ticket') done.push(due)
      if (due !== null) story.push([reason, (now - BEGAN) / HOUR])
    }
    expect(story).toEqual([
      ['notify-due', 1],
      ['ticket-due', 24],
    ])
    const end = decide(exampleFinding(), aspects, exampleContext({ done }), BEGAN + 30 * DAY)
    expect(end).toMatchObject({ reason: 'waiting', next: null, text: 'every step that is turned on has been taken' })
  })

  it.each([
    ['critical', 5 * MINUTE, 4 * HOUR],
    ['high', HOUR, DAY],
    ['medium', DAY, DAY],
  ] as const)('%s: message and ticket come at their times', (severity, notifyAt, ticketAt) => {
    const aspects = exampleAspects(severity)
    const early = decide(exampleFinding(), aspects, exampleContext(), BEGAN + notifyAt - 1)
    expect(early).toMatchObject({ reason: 'waiting', due: null, next: { step: 'notify', at: BEGAN + notifyAt } })
    const due = decide(exampleFinding(), aspects, exampleContext(), BEGAN + notifyAt)
    expect(due).toMatchObject({ reason: 'notify-due', due: 'notify', next: { step: 'ticket', at: BEGAN + ticketAt } })
    const told = exampleContext({ done: ['notify'] })
    expect(decide(exampleFinding(), aspects, told, BEGAN + ticketAt - 1).next).toEqual({
      step: 'ticket',
      at: BEGAN + ticketAt,
    })
    expect(decide(exampleFinding(), aspects, told, BEGAN + ticketAt).reason).toBe('ticket-due')
  })

  it('the steps follow each other: message, revert, pull request, ticket, escalation', () => {
    const aspects = exampleAspects('medium', { response: { ...LADDER, escalateAfterMs: 2 * DAY } })
    const done: (typeof ALL)[number][] = []
    for (const step of ALL) {
      const decision = decide(exampleFinding(), aspects, exampleContext({ enabled: ALL, done }), BEGAN + 3 * DAY)
      expect(decision).toMatchObject({ reason: `${step}-due`, due: step })
      done.push(step)
    }
  })

  it('a step without a time, or that is not turned on, is never taken', () => {
    const context = exampleContext({ enabled: ['revert', 'pull-request', 'escalate'] })
    expect(decide(exampleFinding(), exampleAspects(), context, BEGAN + 90 * DAY).reason).toBe('nothing-enabled')
  })

  it('stalled-rollout: a change of Git that waits for longer than a day is told, and never reverted', () => {
    const finding = exampleFinding({ standing: 'pending' })
    const aspects = exampleAspects('high', { response: { ...LADDER, escalateAfterMs: 2 * DAY } })
    const context = exampleContext({ enabled: ALL })
    expect(decide(finding, aspects, context, BEGAN + DAY)).toMatchObject({ reason: 'stalled-rollout', due: 'notify' })
    const told = { ...context, done: ['notify', 'ticket'] as const }
    expect(decide(finding, aspects, told, BEGAN + DAY + HOUR)).toMatchObject({
      reason: 'stalled-rollout',
      due: null,
      next: { step: 'escalate', at: BEGAN + 2 * DAY },
    })
  })

  it('acknowledged: nobody else is disturbed and nothing is undone; the ticket still comes', () => {
    const finding = exampleFinding({ handling: { kind: 'acknowledged', by: 'p1', at: BEGAN } })
    const aspects = exampleAspects('medium', { response: LADDER })
    const context = exampleContext({ enabled: ALL })
    expect(decide(finding, aspects, context, BEGAN + 5 * HOUR)).toMatchObject({
      reason: 'acknowledged',
      due: null,
      next: { step: 'ticket', at: BEGAN + DAY },
    })
    expect(decide(finding, aspects, context, BEGAN + DAY).reason).toBe('ticket-due')
  })
})

describe('incident windows', () => {
  it('held-incident: every step in scope waits for the end', () => {
    const context = exampleContext({ incidents: [incident()] })
    const decision = decide(exampleFinding(), exampleAspects('critical'), context, LATER)
    expect(decision).toMatchObject({
      reason: 'held-incident',
      due: null,
      next: { step: 'notify', at: BEGAN + 5 * HOUR },
      text: 'held: incident INC-7 until 2026-11-04 14:00 UTC',
    })
  })

  it('critical outside the scope still speaks, other messages from the cluster wait', () => {
    const context = exampleContext({ incidents: [incident({ scope: { clusters: ['eu'], namespaces: ['pay'] } })] })
    expect(decide(exampleFinding(), exampleAspects('critical'), context, LATER).reason).toBe('notify-due')
    expect(decide(exampleFinding(), exampleAspects('high'), context, LATER)).toMatchObject({
      reason: 'held-incident',
      next: { step: 'notify', at: BEGAN + 5 * HOUR },
    })
    const elsewhere = exampleContext({ incidents: [incident({ scope: { clusters: ['us'] } })] })
    expect(decide(exampleFinding(), exampleAspects('high'), elsewhere, LATER).reason).toBe('notify-due')
  })
})

describe('R-35: an end never arms an effect, it asks', () => {
  const at = BEGAN + 6 * HOUR

  it('of an incident window', () => {
    const context = { ...WRITING, incidents: [incident()] }
    expect(decide(exampleFinding(), REVERT, context, at)).toMatchObject({
      reason: 'asks-owner',
      due: null,
      text: "incident INC-7 ended: revert needs the owner's yes",
    })
    expect(decide(exampleFinding(), REVERT, { ...context, confirmedAt: at - MINUTE }, at).reason).toBe('revert-due')
    expect(decide(exampleFinding(), REVERT, { ...context, confirmedAt: BEGAN }, at).reason).toBe('asks-owner')
  })

  it('while a window holds a revert, no time is promised for it', () => {
    expect(decide(exampleFinding(), REVERT, { ...WRITING, incidents: [incident()] }, LATER).next).toBeNull()
  })

  it('a window that ended before the drift began asks nothing', () => {
    const old = incident({ until: BEGAN - MINUTE })
    expect(decide(exampleFinding(), REVERT, { ...WRITING, incidents: [old] }, at).reason).toBe('revert-due')
  })

  it('of an acceptance, by date, by another value, and as the ledger remembers it', () => {
    const pinned = { valueMark: 'plain:aa', actorClass: 'controller', severity: 'medium' } as const
    const handling = { kind: 'accepted', by: 'p1', at: BEGAN, reason: 'sale', until: BEGAN + HOUR, pinned } as const
    const text = "the acceptance ended: revert needs the owner's yes"
    expect(decide(exampleFinding({ handling }), REVERT, WRITING, at)).toMatchObject({ reason: 'asks-owner', text })
    const early = { ...handling, until: at + DAY }
    expect(decide(exampleFinding({ handling: early, valueMark: 'plain:cc' }), REVERT, WRITING, at)).toMatchObject({
      reason: 'asks-owner',
      text,
    })
    const remembered = { ...WRITING, acceptanceEndedAt: BEGAN + HOUR }
    expect(decide(exampleFinding(), REVERT, remembered, at)).toMatchObject({ reason: 'asks-owner', text })
  })

  it('of a rule that expected the change', () => {
    const aspects = { ...REVERT, lapsed: { rule: 'sales', at: BEGAN + HOUR } }
    expect(decide(exampleFinding(), aspects, WRITING, at).text).toBe("rule sales ended: revert needs the owner's yes")
  })
})

describe('R-34: only what is small is reverted by itself', () => {
  it('revert-due: one cause, one object, few fields, a controller, nothing of capacity', () => {
    expect(decide(exampleFinding(), REVERT, WRITING, LATER)).toMatchObject({ reason: 'revert-due', due: 'revert' })
  })

  it('an object that is gone is restored under the same rules', () => {
    const { desired: _, live: __, ...rest } = exampleDrift({ path: '', kind: 'missing' })
    expect(decide(exampleFinding({ drift: rest }), REVERT, WRITING, LATER).reason).toBe('revert-due')
  })

  it.each([
    [
      'two objects',
      { cause: { objects: 2, leaves: 2, causesOfObject: 1, shareOfSource: 0.01 } },
      '2 objects changed in the same way',
    ],
    [
      'two causes',
      { cause: { objects: 1, leaves: 1, causesOfObject: 2, shareOfSource: 0.01 } },
      'the object changed in 2 different ways',
    ],
    ['four fields', { cause: { objects: 1, leaves: 4, causesOfObject: 1, shareOfSource: 0.01 } }, '4 fields changed'],
  ])('asks-owner: %s', (_what, changes, why) => {
    const decision = decide(exampleFinding(), REVERT, { ...WRITING, ...changes }, LATER)
    expect(decision).toMatchObject({ reason: 'asks-owner', due: null, text: `revert needs the owner's yes: ${why}` })
  })

  it.each([
    ['a person', { actorClass: 'person' }, 'a person made the change'],
    ['nobody known', { actorClass: 'unknown' }, 'it is not known who made the change'],
    ['replicas', { path: '.spec.replicas', desired: 3, live: 10 }, 'it changes capacity'],
    ['limits', { path: '.spec.template.spec.containers[name="web"].resources.limits.cpu' }, 'it changes capacity'],
    [
      'a container with limits',
      { path: '.spec.template.spec.containers[name="x"]', kind: 'added', live: { resources: {} } },
      'it changes capacity',
    ],
    ['a secret', { sensitive: true }, 'the value of a Secret is never put back from here'],
    ['an unknown base', { base: { evidence: 'unknown' } }, 'it is not known what the cluster was last told'],
    ['what is not stored', { kind: 'ineffective' }, 'the cluster does not store what Git says'],
    ['a whole object', { path: '', kind: 'added' }, 'undoing it would delete the object'],
  ] as const)('asks-owner: %s', (_what, changes, why) => {
    const finding = exampleFinding({ drift: exampleDrift(changes) })
    expect(decide(finding, REVERT, WRITING, LATER).text).toBe(`revert needs the owner's yes: ${why}`)
  })

  it('asks-owner: high is never undone by itself', () => {
    const high = exampleAspects('high', { response: { revertAfterMs: HOUR } })
    expect(decide(exampleFinding(), high, WRITING, LATER).reason).toBe('asks-owner')
  })

  it("a person's change goes back with the owner's yes, by rule or for this finding", () => {
    const finding = exampleFinding({ drift: exampleDrift({ actorClass: 'person' }) })
    const yes = { ...REVERT, response: { ...REVERT.response, mayRevertPeople: true } }
    expect(decide(finding, yes, WRITING, LATER).reason).toBe('revert-due')
    expect(decide(finding, REVERT, { ...WRITING, confirmedAt: BEGAN + HOUR }, LATER).reason).toBe('revert-due')
  })

  it('contested: two writers undo each other', () => {
    expect(decide(exampleFinding(), REVERT, { ...WRITING, contested: true }, LATER)).toMatchObject({
      reason: 'contested',
      due: null,
    })
  })

  it('contested: people are still told', () => {
    const context = exampleContext({ enabled: ALL, contested: true })
    expect(decide(exampleFinding(), REVERT, context, LATER).reason).toBe('notify-due')
  })

  it('pending-change: where Git moved as well, a revert would roll out', () => {
    const finding = exampleFinding({ standing: 'drift-and-pending' })
    expect(decide(finding, REVERT, WRITING, LATER)).toMatchObject({ reason: 'pending-change', due: null })
  })

  it('too-many (F-37): the breaker by number and by share', () => {
    const many = { objects: 11, leaves: 11, causesOfObject: 1, shareOfSource: 0.05 }
    expect(decide(exampleFinding(), REVERT, { ...WRITING, cause: many }, LATER)).toMatchObject({
      reason: 'too-many',
      text: '11 objects changed at once: nothing is reverted',
    })
    const share = { objects: 5, leaves: 5, causesOfObject: 1, shareOfSource: 0.5 }
    expect(decide(exampleFinding(), REVERT, { ...WRITING, cause: share }, LATER).text).toBe(
      '50 % of the source changed at once: nothing is reverted',
    )
  })
})

describe('caps and hours', () => {
  it('daily-cap: enough for today, again tomorrow in the zone of the configuration', () => {
    const context = { ...WRITING, dailyCaps: { revert: 3 }, takenToday: { revert: 3 }, timeZone: 'Asia/Tokyo' }
    // In Tokyo it is 21:00; the next day begins at 15:00 UTC.
    expect(decide(exampleFinding(), REVERT, context, LATER)).toMatchObject({
      reason: 'daily-cap',
      due: null,
      next: { step: 'revert', at: Date.parse('2026-11-04T15:00:00Z') },
    })
    expect(decide(exampleFinding(), REVERT, { ...context, takenToday: { revert: 2 } }, LATER).reason).toBe('revert-due')
  })

  const office = {
    name: 'office',
    timeZone: 'Europe/Berlin',
    working: [{ days: [1, 2, 3, 4, 5], from: 8 * 60, to: 18 * 60 }],
    holidays: [],
  }

  it('waiting: what can wait does until the morning, over a weekend', () => {
    const night = Date.parse('2026-11-06T20:00:00Z')
    const monday = Date.parse('2026-11-09T07:00:00Z')
    const context = exampleContext({ calendar: office })
    expect(decide(exampleFinding(), exampleAspects('high'), context, night)).toMatchObject({
      reason: 'waiting',
      due: null,
      next: { step: 'notify', at: monday },
      text: 'message waits for the hours of office, which begin 2026-11-09 07:00 UTC',
    })
    expect(decide(exampleFinding(), exampleAspects('high'), context, monday).reason).toBe('notify-due')
  })

  it('critical does not wait for the morning', () => {
    const night = Date.parse('2026-11-06T20:00:00Z')
    expect(
      decide(exampleFinding(), exampleAspects('critical'), exampleContext({ calendar: office }), night).reason,
    ).toBe('notify-due')
  })

  it('a step whose time comes at night is promised for the morning', () => {
    const context = exampleContext({ calendar: office, done: ['notify'] })
    const aspects = exampleAspects('high', { response: { ticketAfterMs: 12 * HOUR } })
    // 09:00 + 12 h is 22:00 in Berlin.
    expect(decide(exampleFinding(), aspects, context, LATER).next).toEqual({
      step: 'ticket',
      at: Date.parse('2026-11-05T07:00:00Z'),
    })
  })
})
