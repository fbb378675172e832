import type { FindingCount } from '../../../../ledger/ports.ts'
import { type Instant, printInstant, SECOND } from '../../../../model/instant.ts'
import { SEVERITIES } from '../../../../model/severity.ts'
import type { ClusterState, SourceState } from '../../../../model/source-state.ts'
import { visible } from '../../../../model/visible-text.ts'
import { presentCounts } from '../../../api/contract/counts.ts'
import { presentCluster, presentSource } from '../../../api/contract/freshness.ts'
import { durationText } from '../age-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { revisionText } from '../object-text.ts'
import { indent } from '../table.ts'
import { freshnessSentence } from './freshness-text.ts'

export interface Status {
  readonly clusters: readonly ClusterState[]
  readonly sources: readonly SourceState[]
  readonly counts: readonly FindingCount[]
  readonly now: Instant
}

export function statusData({ clusters, sources, counts, now }: Status): object {
  return {
    now: printInstant(now),
    clusters: clusters.map((one) => presentCluster(one, now)),
    sources: sources.map(presentSource),
    counts: presentCounts(counts),
  }
}

/** Freshness first: figures that are old look like figures that are good. */
export function statusView(status: Status, colours: Colours): string {
  const blocks = [
    colours.strong(freshnessSentence(status.clusters, status.now)),
    findingLines(status),
    columns([['CLUSTER', 'STATE', 'CHECKED', 'OBJECTS', 'KUBERNETES'].map(colours.faint), ...clusterRows(status)]),
    status.sources.length === 0
      ? ''
      : columns([
          ['SOURCE', 'CLUSTER', 'REVISION', 'FETCHED', 'OBJECTS', 'STATE'].map(colours.faint),
          ...sourceRows(status),
        ]),
    gapLines(status),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function findingLines({ counts, now }: Status): string {
  const drift = counts.filter(({ standing }) => standing === 'drift' || standing === 'drift-and-pending')
  const open = drift.filter(({ state }) => state === 'open')
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const number = sum(open.filter((one) => one.severity === severity))
    return number === 0 ? [] : [`${number} ${severity}`]
  })
  const oldest = Math.min(...open.map((one) => one.oldest))
  const head =
    open.length === 0
      ? 'Live does not differ from Git where that was checked.'
      : `Open drift: ${bySeverity.join(', ')}; the oldest for at least ${ago(oldest, now)}.`
  const others: readonly (readonly [string, readonly FindingCount[]])[] = [
    ['settling', drift.filter(({ state }) => state === 'settling')],
    ['acknowledged', drift.filter(({ handling }) => handling === 'acknowledged')],
    ['kept on purpose', drift.filter(({ handling }) => handling === 'accepted')],
    ['pending in Git', counts.filter(({ standing }) => standing === 'pending')],
    ['explained by rules', counts.filter(({ standing }) => standing === 'explained')],
  ]
  const named = others.flatMap(([words, some]) => (some.length === 0 ? [] : [`${sum(some)} ${words}`]))
  return named.length === 0 ? head : `${head}\nAlso: ${named.join(', ')}.`
}

function sum(counts: readonly FindingCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}

function ago(then: Instant | null, now: Instant): string {
  return then === null ? 'never' : durationText(Math.max(0, Math.floor((now - then) / SECOND)))
}

function clusterRows({ clusters, now }: Status): readonly (readonly string[])[] {
  return clusters.map(({ name, state, knownUntil, objects, version }) => [
    visible(name),
    state,
    knownUntil === null ? 'never' : `${ago(knownUntil, now)} ago`,
    String(objects),
    version === '' ? 'not known' : visible(version),
  ])
}

function sourceRows({ sources, now }: Status): readonly (readonly string[])[] {
  return sources.map((source) => [
    visible(source.name),
    visible(source.cluster),
    source.revision === '' ? '-' : revisionText(source.revision),
    source.fetchedAt === null ? 'never' : `${ago(source.fetchedAt, now)} ago`,
    String(source.objects),
    sourceState(source, now),
  ])
}

function sourceState({ held, failing, baselineSince }: SourceState, now: Instant): string {
  const parts = [
    ...(held === null ? [] : [`held for ${ago(held.since, now)} (${held.reason})`]),
    ...(failing === null ? [] : [`failing for ${ago(failing.since, now)} (${visible(failing.code)})`]),
    ...(baselineSince === null ? [] : ['first pass']),
  ]
  return parts.length === 0 ? 'fresh' : parts.join(', ')
}

/** What is not known, and what somebody must do. */
function gapLines({ clusters, sources, now }: Status): string {
  const kinds = clusters.flatMap(({ name, notChecked }) =>
    notChecked.map(
      ({ kind, reason, since }) => `${visible(name)} kind ${visible(kind)}: ${visible(reason)}, for ${ago(since, now)}`,
    ),
  )
  const states = sources.flatMap(({ name, held, failing }) => [
    ...(held === null ? [] : [`source ${visible(name)} waits for a confirmation: ${visible(held.message)}`]),
    ...(failing === null ? [] : [`source ${visible(name)} keeps its last good state: ${visible(failing.message)}`]),
  ])
  const lines = [...kinds, ...states]
  return lines.length === 0 ? '' : `Not checked, or not fresh:\n${indent(lines.join('\n'))}`
}
