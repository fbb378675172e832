import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { parseLossless } from '../../../model/lossless-json.ts'
import { jsonLine } from '../../cli/views/json-text.ts'
import { reportData } from '../../cli/views/report-data.ts'
import { CANARY } from '../../cli/views/sample-report.ts'
import { sampleLedger } from '../../sample-ledger.ts'
import { NOW } from '../../sample-records.ts'
import { activity, presentActivity, readActivity } from './activity.ts'
import { cause, presentCause, readCause } from './cause.ts'
import { findingCount, presentCount, presentRuleHits, readCount, readRuleHits, ruleHits } from './counts.ts'
import { finding, presentFinding, readFinding } from './finding.ts'
import { period, presentPeriod, readPeriod } from './finding-state.ts'
import { cluster, presentCluster, presentSource, readCluster, readSource, source } from './freshness.ts'
import { objectState, presentObject, readObject } from './object-state.ts'
import { fight, overwrittenFix, presentFight, presentOverwritten, readFight, readOverwritten } from './overwritten.ts'

/** What a client makes of what the service sent. */
function received<S extends z.ZodType, T>(schema: S, sent: z.input<S>, read: (dto: z.output<S>) => T): T {
  return read(schema.parse(parseLossless(jsonLine(reportData(schema.parse(sent))))))
}

const { reads } = sampleLedger()
const ALL = { limit: 500, now: NOW }

describe('what a client reads is what the service knows', () => {
  it('of findings, but for marks and secrets', async () => {
    const { items } = await reads.findings(ALL)
    expect(items).toHaveLength(10)
    for (const known of items) {
      const shown = without(known, ['valueMark', 'desiredMark', 'writtenBy', 'agreedThrough', 'reverts'])
      const there = received(finding, presentFinding(known, NOW), readFinding)
      expect(
        JSON.stringify(there, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
      ).not.toContain(CANARY)
      const onset = { notBefore: times(known.onset.notBefore), notAfter: times(known.onset.notAfter) }
      const { desired, live, base, ...drift } = known.drift
      const values = known.drift.sensitive
        ? { base: { evidence: base.evidence } }
        : { ...present({ desired, live }), base }
      expect(there).toEqual({ ...shown, drift: { ...drift, ...values, onset } })
    }
  })

  it('of everything else', async () => {
    for (const one of await reads.periods('id-replicas'))
      expect(received(period, presentPeriod(one), readPeriod)).toEqual(one)
    for (const one of (await reads.activity({ limit: 9 })).items)
      expect(received(activity, presentActivity(one), readActivity)).toEqual(one)
    for (const one of (await reads.causes(ALL)).items)
      expect(received(cause, presentCause(one, NOW), readCause)).toEqual(one)
    for (const one of (await reads.objects(ALL)).items)
      expect(received(objectState, presentObject(one), readObject)).toEqual({ ...one, schemaHash: '' })
    for (const one of (await reads.fights(ALL)).items)
      expect(received(fight, presentFight(one), readFight)).toEqual(one)
    for (const one of (await reads.overwritten(ALL)).items) {
      const shown = one.sensitive ? without(one, ['value', 'restored']) : one
      expect(received(overwrittenFix, presentOverwritten(one), readOverwritten)).toEqual(shown)
    }
    for (const one of await reads.ruleHits())
      expect(received(ruleHits, presentRuleHits(one), readRuleHits)).toEqual(one)
    for (const one of await reads.counts()) expect(received(findingCount, presentCount(one), readCount)).toEqual(one)
    for (const one of await reads.clusters())
      expect(received(cluster, presentCluster(one, NOW), readCluster)).toEqual(one)
    for (const one of await reads.sources()) expect(received(source, presentSource(one), readSource)).toEqual(one)
  })
})

const times = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString())
const present = (members: object) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
const without = (members: object, names: readonly string[]) =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))
