import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { decodeResponse, encodeRequest } from '../../src/adapters/render/module-protocol.ts'
import { withThrowAwayFolder } from '../../src/adapters/render/throw-away-folder.ts'
import type { Renderer } from '../../src/desired/renderer.ts'
import { ensureTool } from '../../tools/build.mjs'

/** The program of `tools/renderer` built for this machine. The product does not use it: it is no sandbox. */
export async function startNativeProgram(): Promise<Renderer> {
  const program = join((await ensureTool('renderer')).dir, 'renderer')
  return {
    render: (request) =>
      withThrowAwayFolder(request.files, async (folder) => {
        return decodeResponse(await runWithInput(program, encodeRequest(request, 50 * 1024 * 1024, folder)))
      }),
    close: async () => {},
  }
}

/** Runs a program with text on stdin, to its end. */
export function runWithInput(program: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.on('error', reject).on('close', () => resolve(text))
    child.stdin.end(input)
  })
}
