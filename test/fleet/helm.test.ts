import { afterAll, beforeAll } from 'vitest'
import { printedFleet } from './apply-fleet.ts'
import { closeFleet, openFleet } from './living-fleet.ts'
import { printedSource } from './manifest-source.ts'
import { tellsNoFalseAlarm } from './no-false-alarm.stories.ts'

// Installing the fleet takes the machine half a minute, so these stories share one.
beforeAll(() => openFleet('helm'))
afterAll(closeFleet)

tellsNoFalseAlarm(async () => printedSource('fleet', await printedFleet()))
await import('../stories/sources/charts-and-overlays.stories.ts')
