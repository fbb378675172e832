import { defineConfig } from 'rolldown'

/**
 * All run-time dependencies are bundled, so that a user's Node never meets their `engines`; but for PGlite, which reads
 * its database program from its own folder. The workers are entries of their own, since they run in threads of their own.
 */
export default defineConfig({
  input: {
    main: 'src/main.ts',
    'render-worker': 'src/adapters/render/worker.ts',
    'store-worker': 'src/adapters/sql/pglite/worker.ts',
  },
  // pg takes the native driver where somebody has installed it.
  external: ['@electric-sql/pglite', 'pg-native'],
  platform: 'node',
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: true,
    banner: (chunk) => (chunk.name === 'main' && chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
})
