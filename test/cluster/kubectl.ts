import { spawn } from 'node:child_process'

/** How a run of kubectl ended. */
export interface KubectlResult {
  stdout: string
  stderr: string
  /** Exit code; 128 where a signal ended it. */
  code: number
}

/** What a run of kubectl may get beside its arguments. */
export interface KubectlInput {
  /** Default empty. */
  stdin?: string
  /** Working folder; default that of this process. */
  cwd?: string
  /** Further environment, such as KUBE_EDITOR. Default none. */
  env?: Readonly<Record<string, string>>
}

/**
 * Runs kubectl to its end; a failure is a code, not an exception.
 *
 * @param home where kubectl keeps its discovery cache, apart from that of the person who runs the tests
 */
export function runKubectl(
  binary: string,
  kubeconfig: string,
  home: string,
  args: readonly string[],
  { stdin = '', cwd = process.cwd(), env = {} }: KubectlInput = {},
): Promise<KubectlResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, {
      cwd,
      env: { PATH: process.env['PATH'], HOME: home, KUBECONFIG: kubeconfig, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ stdout, stderr, code: code ?? 128 }))
    // kubectl may end without reading its input.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}
