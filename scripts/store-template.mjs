// Makes the packed folder of an empty database with which the embedded store begins: making one at the first start takes
// several times as long and twice the memory.

import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/**
 * Makes it where it is not there, or was made by another version of the database.
 *
 * @param {string} file
 */
export async function ensureStoreTemplate(file) {
  const mark = `${file}.version`
  const version = JSON.parse(readFileSync('package.json', 'utf8')).dependencies['@electric-sql/pglite']
  if (existsSync(file) && existsSync(mark) && readFileSync(mark, 'utf8') === version) return
  await mkdir(dirname(file), { recursive: true })
  const database = await PGlite.create()
  const packed = await database.dumpDataDir('gzip')
  await database.close()
  // Two builds at once are harmless.
  const partial = `${file}.${process.pid}`
  await writeFile(partial, Buffer.from(await packed.arrayBuffer()))
  await rename(partial, file)
  await writeFile(mark, version)
}
