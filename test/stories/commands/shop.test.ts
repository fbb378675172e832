import { afterAll, beforeAll } from 'vitest'
import { closeShop, openShop } from './living-shop.ts'

// One cluster for stories in this order: those of the shop as Git says, of the shop that has drifted, and of what comes
// after the engine has applied Git again.
beforeAll(openShop)
afterAll(closeShop)

await import('./doctor.stories.ts')
await import('./scan-of-standard-input.stories.ts')
await import('./explain.stories.ts')
await import('./diff.stories.ts')
