import type { Perturbation } from '../perturbation.ts'
import { apiServerRestarts, etcdRestarts } from './api-server.ts'
import { auditEventsAreDoubled, auditEventsAreDropped, auditEventsAreLate } from './audit-events.ts'
import { auditReceiverIsDown, auditReceiverIsSlow } from './audit-receiver.ts'
import { linesAreCut, linesAreDamaged, streamsGoSilent } from './broken-streams.ts'
import { clockIsAhead, clockIsBehind, clockJumps } from './clocks.ts'
import { historyIsCompacted } from './compaction.ts'
import { rightsAreTaken, tokenIsRevoked } from './credentials.ts'
import { comesBackWithADefault, defaultIsGiven, definitionIsRemoved } from './definitions.ts'
import { discoveryIsPartial } from './discovery.ts'
import { eventsAreDoubled, eventsAreHeldBack, eventsAreLost } from './event-order.ts'
import { listsComeInPages, streamsExpire } from './expired-versions.ts'
import { everyOtherWriteFails } from './failing-writes.ts'
import { gitIsDown } from './git.ts'
import { namespaceTerminates } from './namespace.ts'
import { oldListIsServed } from './old-list.ts'
import { clusterIsOutOfReach } from './partition.ts'
import { changesAreLost, etcdIsRestored } from './restored-etcd.ts'
import { commitsAreCut, postgresRestarts } from './store-connection.ts'
import { requestsAreThrottled } from './throttled.ts'

/** Everything that the script is played under, each made anew for each run. Crashes are counted apart. */
export const EVERY_FAULT: readonly (() => Perturbation)[] = [
  apiServerRestarts,
  etcdRestarts,
  streamsExpire,
  listsComeInPages,
  historyIsCompacted,
  streamsGoSilent,
  linesAreCut,
  linesAreDamaged,
  eventsAreDoubled,
  eventsAreHeldBack,
  eventsAreLost,
  oldListIsServed,
  tokenIsRevoked,
  rightsAreTaken,
  discoveryIsPartial,
  definitionIsRemoved,
  () => defaultIsGiven('painted'),
  () => defaultIsGiven('fixed'),
  comesBackWithADefault,
  namespaceTerminates,
  requestsAreThrottled,
  clockIsAhead,
  clockIsBehind,
  clockJumps,
  clusterIsOutOfReach,
  gitIsDown,
  () => commitsAreCut('before'),
  () => commitsAreCut('after'),
  postgresRestarts,
  () => everyOtherWriteFails('before'),
  () => everyOtherWriteFails('after'),
  auditEventsAreDropped,
  auditEventsAreDoubled,
  () => auditEventsAreLate(),
  auditReceiverIsSlow,
  auditReceiverIsDown,
  etcdIsRestored,
  changesAreLost,
]
