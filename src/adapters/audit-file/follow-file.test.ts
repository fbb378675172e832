import { appendFile, copyFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FollowPosition } from '../../live/audit/followed-file.ts'
import { followFile } from './follow-file.ts'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftage-follow-'))
  path = join(folder, 'audit.log')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

interface Following {
  readonly lines: string[]
  readonly failures: string[]
  position: FollowPosition | undefined
  until(count: number): Promise<void>
  stop(): Promise<void>
}

function follow(from?: FollowPosition): Following {
  const stopping = new AbortController()
  const following: Following = {
    lines: [],
    failures: [],
    position: from,
    async until(count) {
      const deadline = Date.now() + 5_000
      while (following.lines.length < count && Date.now() < deadline) await new Promise((done) => setTimeout(done, 5))
    },
    async stop() {
      stopping.abort()
      await done
    },
  }
  const done = followFile(
    { path, from, pollMs: 5, signal: stopping.signal },
    {
      take: ({ lines, position }) => {
        following.lines.push(...lines)
        following.position = position
        return Promise.resolve()
      },
      failed: (_code, cause) => following.failures.push(cause),
    },
  )
  return following
}

/** Longer than what a file is recognised by. */
const line = (name: string): string => `${name} ${'.'.repeat(300)}`
const written = (...names: readonly string[]): string => names.map((name) => `${line(name)}\n`).join('')
const names = (lines: readonly string[]): readonly string[] => lines.map((text) => text.split(' ')[0] ?? '')

describe('an audit log that is followed', () => {
  it('is read from its beginning, and on as it grows, in whole lines', async () => {
    await writeFile(path, `${written('a')}${line('b').slice(0, 100)}`)
    const following = follow()
    await following.until(1)
    expect(names(following.lines)).toEqual(['a'])
    await appendFile(path, `${line('b').slice(100)}\n${written('c')}`)
    await following.until(3)
    await following.stop()
    expect(following.lines).toEqual([line('a'), line('b'), line('c')])
  })

  it('need not be there yet, which is told once', async () => {
    const following = follow()
    await new Promise((done) => setTimeout(done, 50))
    expect(following.failures).toEqual(['ENOENT'])
    await writeFile(path, written('a'))
    await following.until(1)
    await following.stop()
    expect(names(following.lines)).toEqual(['a'])
  })

  it('goes on in the new file after a rename, with what was written last into the old one', async () => {
    await writeFile(path, written('a'))
    const following = follow()
    await following.until(1)
    await appendFile(path, written('b'))
    await rename(path, join(folder, 'audit-1.log'))
    await writeFile(path, written('c'))
    await following.until(3)
    await following.stop()
    expect(names(following.lines)).toEqual(['a', 'b', 'c'])
  })

  it('begins anew where it was copied and emptied in place, even if it has grown longer since', async () => {
    await writeFile(path, written('a', 'b'))
    const following = follow()
    await following.until(2)
    await copyFile(path, join(folder, 'audit-1.log'))
    await truncate(path)
    await appendFile(path, written('c', 'd', 'e'))
    await following.until(5)
    await following.stop()
    expect(names(following.lines)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('goes on after a restart where it stopped, not with a line that was half written then', async () => {
    await writeFile(path, `${written('a', 'b')}${line('c').slice(0, 50)}`)
    const first = follow()
    await first.until(2)
    await first.stop()
    await appendFile(path, `${line('c').slice(50)}\n`)
    const second = follow(first.position)
    await second.until(1)
    await second.stop()
    expect(second.lines).toEqual([line('c')])
  })

  it('is found under its new name after a restart, and then the new one is read', async () => {
    await writeFile(path, written('a'))
    const first = follow()
    await first.until(1)
    await first.stop()
    await appendFile(path, written('b'))
    await rename(path, join(folder, 'audit-1.log'))
    await writeFile(path, written('c'))
    const second = follow(first.position)
    await second.until(2)
    await second.stop()
    expect(names(second.lines)).toEqual(['b', 'c'])
  })

  it('is read from the beginning after a restart where it is another file by now', async () => {
    await writeFile(path, written('a', 'b'))
    const first = follow()
    await first.until(2)
    await first.stop()
    await writeFile(path, written('x', 'y', 'z'))
    const second = follow(first.position)
    await second.until(3)
    await second.stop()
    expect(names(second.lines)).toEqual(['x', 'y', 'z'])
  })
})
