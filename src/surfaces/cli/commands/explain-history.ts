import { DriftageError } from '../../../errors/driftage-error.ts'
import { parsePath } from '../../../model/field-path-parse.ts'
import { startsWith } from '../../../model/field-path.ts'
import type { ReportedObject } from '../../../model/scan-report.ts'
import { visible } from '../../../model/visible-text.ts'
import type { OpenedLedger, ShownFinding } from '../../shown-ledger.ts'
import type { ExplainArguments } from '../arguments/explain.ts'
import type { ExplainedHistory } from '../explained-history.ts'
import { list } from '../views/count-text.ts'
import { collect } from './ledger/collect.ts'
import { readHistory } from './ledger/read-history.ts'
import type { CommandDesk } from './command-desk.ts'

/** What is recorded of the object. That nothing is, or that the ledger cannot be asked, is an answer: explaining goes on. */
export async function historyOf(
  object: ReportedObject,
  asked: Pick<ExplainArguments, 'service' | 'path'>,
  desk: CommandDesk,
): Promise<ExplainedHistory> {
  let ledger: OpenedLedger | undefined
  try {
    ledger = await desk.ports.openLedger(asked.service, desk.talk)
    return await found(object, asked.path ?? '', ledger)
  } catch (error) {
    if (!(error instanceof DriftageError)) throw error
    const { code, message } = error
    return code === 'DRF6050' ? { state: 'none', message: NO_LEDGER } : { state: 'failed', code, message }
  } finally {
    await ledger?.close()
  }
}

const NO_LEDGER =
  'No service runs on this machine and none left a store, so nothing is known of the time before; driftage serve remembers it, and so does driftage scan --remember.'

async function found(object: ReportedObject, below: string, ledger: OpenedLedger): Promise<ExplainedHistory> {
  const { reads, now } = ledger
  const clusters = await reads.clusters()
  const cluster = clusters.find(({ name }) => name === object.cluster)
  if (cluster === undefined) {
    const known = clusters.length === 0 ? 'no cluster' : list(clusters.map(({ name }) => visible(name)))
    return {
      state: 'none',
      message: `The ledger knows ${known}, and not ${visible(object.cluster)}; --cluster-name says what the cluster is called there.`,
    }
  }
  const { kind, namespace, name } = object
  const query = { cluster: object.cluster, kind, name, ...(namespace === '' ? {} : { namespace }), now: now() }
  const findings = await collect(Number.POSITIVE_INFINITY, (page) => reads.findings({ ...query, ...page }))
  const asked = findings.filter((one) => isOf(one, object) && isBelow(one, below))
  const histories = await Promise.all(asked.map((finding) => readHistory(finding, ledger)))
  return {
    state: 'found',
    findings: new Map(histories.map((one) => [one.finding.drift.path, one])),
    cluster,
    now: now(),
  }
}

function isOf({ drift }: ShownFinding, { group, namespace }: ReportedObject): boolean {
  return drift.object.group === group && drift.object.namespace === namespace
}

function isBelow({ drift }: ShownFinding, below: string): boolean {
  return below === '' || startsWith(parsePath(drift.path) ?? [], parsePath(below) ?? [])
}
