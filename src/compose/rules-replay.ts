import { resolve } from 'node:path'
import { compileCondition } from '../adapters/cel/compile-condition.ts'
import type { Config } from '../config/config.ts'
import { decidePolicy } from '../config/decide-policy.ts'
import { CauseIndex } from '../loop/serve/cause-index.ts'
import type { Finding, Handling } from '../model/finding.ts'
import type { Fight } from '../model/overwritten-fix.ts'
import type { RulesReplay } from '../model/rules-replay.ts'
import { isUnderRules, type RecordedFinding, type RuledBy } from '../policy/rules/recorded-finding.ts'
import { replayRules } from '../policy/rules/replay-rules.ts'
import { ruleSet } from '../policy/rules/rule-set.ts'
import type { RulesTest } from '../surfaces/cli/arguments/ledger/rules.ts'
import { collect } from '../surfaces/cli/commands/ledger/collect.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import type { OpenedLedger, ShownFinding, ShownReads } from '../surfaces/shown-ledger.ts'
import { knowledge } from './knowledge.ts'
import { askedConfig } from './service/asked-config.ts'
import { configuredSource } from './service/watched-sources.ts'

/**
 * Replays the rules of a configuration over everything that is recorded and still there. Reads files and the ledger, and writes
 * nothing. @throws DriftageError DRF12xx where a configuration is wrong
 */
export async function testRules(
  { file, inForce }: RulesTest,
  { reads, now }: Pick<OpenedLedger, 'reads' | 'now'>,
  talk: Talk,
): Promise<RulesReplay> {
  const [after, before] = await Promise.all([
    configured(file),
    inForce === undefined ? ('recorded' as const) : configured(inForce),
  ])
  talk.progress('Reading findings')
  const recorded = await recordedFindings(reads, now())
  talk.progress('Replaying rules', recorded.length)
  return replayRules(recorded, { before, after, catalogue: knowledge().rules }, now())
}

async function configured(file: string): Promise<RuledBy> {
  const config = await askedConfig({ kind: 'config', file: resolve(file) })
  const { set } = ruleSet({ central: config.rules, ofSources: [] }, config.environments, compileCondition)
  return {
    rules: set,
    decidePolicy: (sources) =>
      decidePolicy(
        config,
        sources.map((name) => configuredName(config, name)),
      ),
    ownerOfSource: (source) => configuredSource(config, source)?.owner,
  }
}

/** A source that reaches several clusters is watched once for each, under a name of its own. */
function configuredName(config: Config, watched: string): string {
  return configuredSource(config, watched)?.name ?? watched
}

async function recordedFindings(reads: ShownReads, now: number): Promise<readonly RecordedFinding[]> {
  const all = { now, order: 'newest' } as const
  const [lasting, explained, fights, sources] = await Promise.all([
    collect(Number.POSITIVE_INFINITY, (page) => reads.findings({ ...all, states: ['settling', 'open'], ...page })),
    collect(Number.POSITIVE_INFINITY, (page) =>
      reads.findings({ ...all, states: ['resolved'], standings: ['explained'], ...page }),
    ),
    collect(Number.POSITIVE_INFINITY, (page) => reads.fights({ active: true, ...page })),
    reads.sources(),
  ])
  const findings = [...lasting, ...explained].map(asFinding).filter(isUnderRules)
  const causes = new CauseIndex((name) => sources.find((one) => one.name === name)?.objects ?? 0)
  for (const finding of findings) causes.put(finding)
  return findings.map((finding) => ({
    finding,
    history: {
      done: [],
      takenToday: {},
      cause: causes.reach(finding),
      contested: finding.drift.kind === 'contested' || fights.some((fight) => isAbout(fight, finding)),
      confirmedAt: null,
    },
  }))
}

function isAbout({ ref, path }: Fight, { drift }: Finding): boolean {
  const { cluster, group, kind, namespace, name } = drift.object
  return (
    path === drift.path &&
    ref.cluster === cluster &&
    ref.group === group &&
    ref.kind === kind &&
    ref.namespace === namespace &&
    ref.name === name
  )
}

/** Marks of values never leave the ledger; without them nothing is taken for another value. */
function asFinding(shown: ShownFinding): Finding {
  return {
    ...shown,
    handling: asHandling(shown),
    agreedThrough: null,
    reverts: [],
    valueMark: null,
    desiredMark: null,
    writtenBy: null,
  }
}

function asHandling({ handling }: ShownFinding): Handling {
  if (handling.kind !== 'accepted') return handling
  return { ...handling, pinned: { ...handling.pinned, valueMark: null } }
}
