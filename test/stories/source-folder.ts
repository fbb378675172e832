import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeTemporaryFolder, type TemporaryFolder } from '../faults/temporary-folder.ts'

/** Files by path, as text or bytes. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder of a source in a place of its own. Remove it at the end. */
export async function makeSource(files: Files): Promise<TemporaryFolder> {
  const folder = await makeTemporaryFolder()
  await writeFiles(folder.path, files)
  return folder
}

export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}
