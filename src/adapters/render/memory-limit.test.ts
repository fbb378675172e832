import { describe, expect, it } from 'vitest'
import { withMemoryLimit } from './memory-limit.ts'

/** A module with one memory of one page, exported as `memory`, and nothing else. */
const MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0,
])

async function memoryOf(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Memory> {
  const { instance } = await WebAssembly.instantiate(bytes)
  return instance.exports.memory as WebAssembly.Memory
}

describe('withMemoryLimit', () => {
  it('lets memory grow up to the limit and not beyond', async () => {
    const memory = await memoryOf(withMemoryLimit(MODULE, 300))
    expect(memory.grow(44 * 16)).toBe(256 * 16)
    expect(() => memory.grow(1)).toThrow(RangeError)
    expect(memory.buffer.byteLength).toBe(300 * 1024 * 1024)
  })

  it('replaces a limit that is there already', async () => {
    const memory = await memoryOf(withMemoryLimit(withMemoryLimit(MODULE, 1024), 1))
    expect(() => memory.grow(16)).toThrow(RangeError)
  })

  it('never goes below what the module starts with', async () => {
    const memory = await memoryOf(withMemoryLimit(MODULE, 0))
    expect(memory.buffer.byteLength).toBe(65_536)
  })

  it('refuses what has no memory or is cut off', () => {
    expect(() => withMemoryLimit(MODULE.subarray(0, 8), 1)).toThrow(/no memory/)
    expect(() => withMemoryLimit(MODULE.subarray(0, 11), 1)).toThrow(/too early/)
  })
})
