// Writes the files that are made from definitions in the source: `node scripts/generate-reference.mjs`.
// Node 20 does not read TypeScript, so the generators are bundled first; nothing of that stays.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = resolve(import.meta.dirname, '..')
// Inside the project, so that packages which are not bundled can be found from there.
const folder = await mkdtemp(join(root, 'node_modules', '.generate-'))
try {
  const bundle = await rolldown({ input: join(root, 'scripts/reference/generated-files.ts'), platform: 'node' })
  await bundle.write({ file: join(folder, 'generated-files.mjs'), format: 'esm', codeSplitting: false })
  await bundle.close()
  const { generatedFiles } = await import(pathToFileURL(join(folder, 'generated-files.mjs')).href)
  for (const { path, text } of generatedFiles()) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
    console.log(path)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
