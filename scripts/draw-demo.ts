import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { demoPicture } from './demo/picture.ts'

export const PICTURE = 'docs/images/demo.svg'

/** Draws what `driftage diff` prints of the example: `node scripts/run.mjs scripts/draw-demo.ts`. */
export async function run(): Promise<void> {
  await mkdir(dirname(PICTURE), { recursive: true })
  await writeFile(PICTURE, await demoPicture('examples/demo'))
}
