/** WebAssembly counts memory in pages of this many bytes. */
const PAGE_BYTES = 65_536

/** Magic number and version, with which every module starts. */
const HEADER_BYTES = 8

const MEMORY_SECTION = 5

/** Go asks for a little more memory hundreds of times, and each time costs a collection; this much is there at once. */
const INITIAL_MB = 256

/**
 * The same module with an upper bound on its memory. Go's compiler sets none, and a Worker's resource limits count the
 * JavaScript heap only; with the bound, an allocation beyond it fails inside the module, which then ends. Memory that
 * the module starts with but does not touch costs nothing.
 *
 * @param bytes of the module
 * @param memoryMb in MiB
 * @throws Error if this is not a module that has exactly one memory of its own
 */
export function withMemoryLimit(bytes: Uint8Array, memoryMb: number): Uint8Array<ArrayBuffer> {
  const section = memorySection(bytes)
  const reader = new Leb128(bytes, section.body)
  const count = reader.next()
  const flags = reader.next()
  const initial = reader.next()
  if (count !== 1 || flags > 1) throw new Error('The module does not have one plain memory.')
  const maximum = Math.max(initial, pages(memoryMb))
  const atOnce = Math.min(maximum, Math.max(initial, pages(INITIAL_MB)))
  const body = [1, 1, ...leb128(atOnce), ...leb128(maximum)]
  const head = bytes.subarray(0, section.start)
  const tail = bytes.subarray(section.end)
  const replaced = [MEMORY_SECTION, ...leb128(body.length), ...body]
  const limited = new Uint8Array(head.length + replaced.length + tail.length)
  limited.set(head)
  limited.set(replaced, head.length)
  limited.set(tail, head.length + replaced.length)
  return limited
}

function pages(megabytes: number): number {
  return Math.floor((megabytes * 1024 * 1024) / PAGE_BYTES)
}

function memorySection(bytes: Uint8Array): { start: number; body: number; end: number } {
  for (let start = HEADER_BYTES; start < bytes.length; ) {
    const reader = new Leb128(bytes, start + 1)
    const size = reader.next()
    const end = reader.position + size
    if (bytes[start] === MEMORY_SECTION) return { start, body: reader.position, end }
    start = end
  }
  throw new Error('The module has no memory of its own.')
}

/** Reads the variable-length numbers of the binary format. */
class Leb128 {
  readonly #bytes: Uint8Array
  position: number

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes
    this.position = position
  }

  next(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.position++]
      if (byte === undefined) throw new Error('The module ends too early.')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
}

function leb128(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) + 128)
  }
}
