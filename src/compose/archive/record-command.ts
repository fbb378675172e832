import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { refuseExisting } from '../../adapters/archive/write-archive-file.ts'
import { createLog } from '../../adapters/log/create-log.ts'
import type { StoreOptions } from '../../adapters/sql/open-store.ts'
import type { ClusterConfig, Config } from '../../config/config.ts'
import { didYouMean } from '../../errors/did-you-mean.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { RecordArguments } from '../../surfaces/cli/arguments/record.ts'
import type { RecordedArchive, Talk } from '../../surfaces/cli/ports.ts'
import { count } from '../../surfaces/cli/views/count-text.ts'
import { sizeText } from '../../surfaces/cli/views/size-text.ts'
import { askedConfig } from '../service/asked-config.ts'
import { lazyRenderer } from '../sources.ts'
import { wasNeverRead } from './first-look.ts'
import { record, type Recording } from './record.ts'

/** Records for the command line. @throws DriftageError as `record`, DRF12xx, DRF3210, and DRF5409 with a whole archive */
export async function recordCommand(
  asked: RecordArguments,
  talk: Talk,
  store: StoreOptions = {},
): Promise<RecordedArchive> {
  const { archive, overwrite, from } = asked
  const file = resolve(archive)
  const whole = await askedConfig(from)
  const cluster = chosenCluster(whole, asked.cluster)
  const auditFile = asked.auditFile === undefined ? cluster.audit?.file : resolve(asked.auditFile)
  if (!overwrite) await refuseExisting(file)
  if (auditFile !== undefined) await mustBeThere(auditFile)
  talk.progress('Looking at everything once')
  const recording = await record({
    config: ofOneCluster(whole, cluster),
    cluster,
    file,
    overwrite,
    auditFile,
    renderer: lazyRenderer(from.kind === 'flags' ? from.desired.renderWith : undefined),
    log: createLog({ level: 'warn' }),
    store,
    signal: talk.signal,
  })
  const reason = await isOver(recording, asked.forMs, talk)
  talk.progress('Closing the archive')
  const notRecorded = notRecordedBy(recording)
  const until = await recording.stop()
  if (reason !== undefined) throw reason
  const { found: objects, ...counts } = recording.counts
  const followsAudit = auditFile !== undefined
  const { from: began, size: bytes } = recording
  return {
    file: archive,
    cluster: cluster.name,
    from: began,
    until,
    bytes,
    objects,
    ...counts,
    followsAudit,
    notRecorded,
  }
}

/** An archive is of one cluster. */
function chosenCluster({ clusters }: Config, name: string | undefined): ClusterConfig {
  const [first, second] = clusters
  const chosen = name === undefined && second === undefined ? first : clusters.find((one) => one.name === name)
  if (chosen !== undefined) return chosen
  const names = clusters.map((one) => one.name)
  if (name === undefined) {
    throw new DriftageError(
      'DRF1007',
      `The file names ${names.length} clusters, and an archive is of one. Say which with --cluster-name: ${names.join(', ')}. Nothing was recorded.`,
    )
  }
  throw new DriftageError(
    'DRF1004',
    `The file names no cluster ${name}.${didYouMean(name, names)} It has ${names.join(', ')}. Nothing was recorded.`,
  )
}

function ofOneCluster(config: Config, cluster: ClusterConfig): Config {
  const { name } = cluster
  const sources = config.sources.flatMap((source) =>
    source.clusters.includes(name) ? { ...source, clusters: [name] } : [],
  )
  if (sources.length === 0) {
    throw new DriftageError('DRF1212', `No source of the file is for the cluster ${name}. Nothing was recorded.`)
  }
  return { ...config, clusters: [{ ...cluster, oracle: false }], sources }
}

/** A service waits for it; whoever records would learn only afterwards that nobody is named. */
async function mustBeThere(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw new DriftageError(
      'DRF3210',
      `The audit log ${path} cannot be read (${error.code ?? 'unknown'}). Check the path, or leave it out to record without authors. Nothing was recorded.`,
    )
  })
}

const SHOW_EACH_MS = 1_000
/** A longer one ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Resolves when the time is over, the signal came, or nothing more can be taken: then with the reason. */
async function isOver(recording: Recording, forMs: number | undefined, talk: Talk): Promise<DriftageError | undefined> {
  const show = (): void => {
    const { changes, auditEvents, sourceStates } = recording.counts
    const events = count(changes + auditEvents + sourceStates, 'event')
    talk.progress('Recording:', `${events}, ${sizeText(recording.size)}`)
  }
  show()
  const showing = setInterval(show, SHOW_EACH_MS)
  let timer: NodeJS.Timeout | undefined
  const called = new Promise<undefined>((done) => {
    const end = (): void => done(undefined)
    if (talk.signal.aborted) end()
    talk.signal.addEventListener('abort', end, { once: true })
    const wait = (leftMs: number): void => {
      if (leftMs <= 0) return end()
      const nowMs = Math.min(leftMs, LONGEST_TIMER_MS)
      timer = setTimeout(() => wait(leftMs - nowMs), nowMs)
    }
    if (forMs !== undefined) wait(forMs)
  })
  try {
    return await Promise.race([called, recording.ended])
  } finally {
    clearInterval(showing)
    clearTimeout(timer)
  }
}

function notRecordedBy({ sources, clusters }: Recording): readonly string[] {
  const unread = sources.flatMap((source) =>
    wasNeverRead(source) ? [`${source.name} (${source.failing?.code ?? ''}): ${source.failing?.message ?? ''}`] : [],
  )
  const unwatched = clusters.flatMap(({ notChecked }) => notChecked.map(({ kind, reason }) => `${kind}: ${reason}`))
  return [...unread, ...unwatched]
}
