import type { StandardStreams } from './standard-streams.ts'

/** A WASI function as the module calls it: numbers in, an error number out. */
export type WasiCall = (...values: (number | bigint)[]) => number

/**
 * The functions that the module imports: node:wasi's, except that its standard streams lie in memory.
 *
 * Every one is wrapped in a function of its own. Node 20 lets a module call WASI functions past the JavaScript engine
 * ("fast calls"), and that corrupts its heap: the whole process dies in a later garbage collection.
 */
export function moduleImports(
  host: Readonly<Record<string, WasiCall>>,
  streams: StandardStreams,
): Record<string, WasiCall> {
  const wrapped = Object.fromEntries(
    Object.entries(host).map(([name, call]): [string, WasiCall] => [name, (...values) => call(...values)]),
  )
  return {
    ...wrapped,
    fd_read: (...values) => {
      const [descriptor, vectors, count, result] = values.map(Number) as [number, number, number, number]
      return descriptor === 0 ? streams.read(vectors, count, result) : (host.fd_read as WasiCall)(...values)
    },
    fd_write: (...values) => {
      const [descriptor, vectors, count, result] = values.map(Number) as [number, number, number, number]
      return descriptor <= 2
        ? streams.write(descriptor, vectors, count, result)
        : (host.fd_write as WasiCall)(...values)
    },
  }
}
