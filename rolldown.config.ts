import { defineConfig } from 'rolldown'

/**
 * All run-time dependencies are bundled, so that a user's Node never meets their `engines`. The render worker is an entry
 * of its own, since it runs in a thread of its own.
 */
export default defineConfig({
  input: { main: 'src/main.ts', 'render-worker': 'src/adapters/render/worker.ts' },
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
