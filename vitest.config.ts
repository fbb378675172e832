import { defineConfig } from 'vitest/config'

/**
 * Two projects: `unit` needs nothing but Node; `real` starts real servers, git and the renderer and therefore has
 * long limits and few workers, since each file may hold a whole control plane.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/architecture/**/*.test.ts'],
          pool: 'threads',
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/**/*.test.ts'],
          exclude: ['test/architecture/**'],
          pool: 'forks',
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          testTimeout: 600_000,
          hookTimeout: 900_000,
          globalSetup: ['test/global-setup.ts'],
        },
      },
    ],
  },
})
