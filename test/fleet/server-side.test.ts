import { afterAll, beforeAll } from 'vitest'
import { closeFleet, openFleet } from './living-fleet.ts'
import { manifestSource } from './manifest-source.ts'
import { tellsNoFalseAlarm } from './no-false-alarm.stories.ts'
import { FLEET } from './places.ts'

// Applying the fleet takes the machine half a minute, so these stories share one.
beforeAll(() => openFleet('server-side'))
afterAll(closeFleet)

tellsNoFalseAlarm(() => manifestSource('fleet', FLEET))
await import('../campaign/edits.stories.ts')
