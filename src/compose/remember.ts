import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import process from 'node:process'
import { compileCondition } from '../adapters/cel/compile-condition.ts'
import { openStore, type OpenStore } from '../adapters/sql/open-store.ts'
import { configFromFlags } from '../config/config-from-flags.ts'
import { decidePolicy } from '../config/decide-policy.ts'
import type { Fence } from '../ledger/ports.ts'
import { buildReport } from '../loop/report.ts'
import { type PassResult, runPass } from '../loop/pass.ts'
import { rememberPass, withAges } from '../loop/remember-pass.ts'
import { CauseIndex } from '../loop/serve/cause-index.ts'
import { LEASE_MS } from '../loop/serve/cluster-lease.ts'
import { Recorder } from '../loop/serve/recorder.ts'
import { ServicePolicy } from '../loop/serve/service-policy.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import { parseInstant } from '../model/instant.ts'
import type { ClusterState } from '../model/source-state.ts'
import type { ScanReport } from '../model/scan-report.ts'
import { DEFAULT_ENVIRONMENTS } from '../policy/rules/severity-modifiers.ts'
import { ruleSet } from '../policy/rules/rule-set.ts'
import { knowledge } from './knowledge.ts'
import type { ScanSetup } from './scan-setup.ts'
import { markKey, STORE_FOLDER, usualDataFolder } from './service/data-folder.ts'

/**
 * A scan that records what it finds in the store of this machine, and reports ages from it.
 *
 * @throws DriftageError DRF5001 where a service holds the store: ask that service instead
 */
export async function scanAndRemember({ ports, options }: ScanSetup, data: string | undefined): Promise<ScanReport> {
  const folder = data ?? usualDataFolder()
  const store = await openStore({ kind: 'embedded', folder: join(folder, STORE_FOLDER) })
  try {
    const { name } = ports.cluster
    const agreedFor = async (ref: Parameters<OpenStore['ledger']['record']>[0]) =>
      (await store.ledger.record(ref)).agreed ?? undefined
    const pass = await runPass({ ...ports, agreedFor }, options, knowledge())
    ports.progress('Remembering')
    const lease = await leaseOn(store, name)
    const recorder = recorderOn(store, lease)
    const memory = {
      store: store.ledger,
      recorder,
      policy: shippedPolicy(folder, name),
      key: await markKey(folder),
      now: () => ports.now().getTime(),
    }
    const findings = await rememberPass(pass, name, memory)
    await store.ledger.saveCluster(lookedAt(pass, name))
    await store.leases.release(lease)
    return withAges(buildReport(pass, name), findings)
  } finally {
    await store.close()
  }
}

/** Known as of the look, and not watched since. */
function lookedAt(pass: PassResult, name: string): ClusterState {
  const at = parseInstant(pass.seenAt) ?? Date.now()
  const notChecked = pass.desired.gaps.map(({ kind, source, reason }) => ({
    kind: kind ?? source ?? '*',
    reason,
    since: at,
  }))
  return {
    name,
    version: pass.version,
    state: 'stale',
    since: at,
    knownUntil: at,
    objects: pass.assessments.length,
    notChecked,
  }
}

async function leaseOn({ leases }: OpenStore, cluster: string): Promise<Fence> {
  const taken = await leases.acquire(cluster, `${process.pid}-${randomUUID()}`, Date.now(), LEASE_MS)
  if (taken === undefined) {
    throw new DriftageError(
      'DRF5201',
      `A service writes about the cluster ${cluster} now. Ask it with driftage list, or leave out --remember. Nothing was recorded.`,
    )
  }
  return taken
}

function recorderOn({ ledger }: OpenStore, lease: Fence): Recorder {
  let fence: Fence | undefined = lease
  return new Recorder({
    store: ledger,
    fence: () => fence,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    // A scan does not wait for a store that fails: it says so.
    onFailure: () => {
      fence = undefined
    },
  })
}

/** Without a configuration the rules that come with driftage hold. */
function shippedPolicy(folder: string, cluster: string): ServicePolicy {
  const config = configFromFlags({ paths: ['.'], cluster, folder })
  const { set } = ruleSet({ central: [], ofSources: [] }, DEFAULT_ENVIRONMENTS, compileCondition)
  const inForce = { rules: set, decidePolicy: () => decidePolicy(config, []), ownerOf: () => null, mark: 'shipped' }
  return new ServicePolicy(inForce, new CauseIndex(() => 0))
}
