// Node has WebAssembly as a global, and TypeScript declares it only together with the whole browser.

declare namespace WebAssembly {
  interface Module {
    readonly __module: never
  }
  interface Memory {
    readonly buffer: ArrayBuffer
    /** @returns the size before, in pages */
    grow(pages: number): number
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>
  function instantiate(module: Module, imports?: Readonly<Record<string, object>>): Promise<Instance>
  function instantiate(bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly instance: Instance }>
}
