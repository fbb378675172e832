// Runs the Go command. Nothing here knows what is built.

import { spawn } from 'node:child_process'

const GO_MISSING =
  'Go 1.26 or newer is needed to build the real servers, and there is no "go" on the PATH: install it from https://go.dev/dl/.'

/** How often a long build says that it is still alive, in milliseconds. */
const HEARTBEAT_MS = 30_000

/**
 * @returns {Promise<string>} version, system and architecture, such as `go1.26.8 linux/amd64`
 */
export async function goVersion() {
  const [version, os, architecture] = (await go(['env', 'GOVERSION', 'GOOS', 'GOARCH'], process.cwd())).split('\n')
  return `${version} ${os}/${architecture}`
}

/**
 * @param {string} module
 * @param {string} folder of the go.mod that requires it
 * @returns {Promise<string>} the folder in which Go keeps that module's files
 */
export async function moduleFolder(module, folder) {
  await go(['mod', 'download', module], folder)
  return (await go(['list', '-m', '-f', '{{.Dir}}', module], folder)).trim()
}

/**
 * Builds one program and reports progress on stderr.
 * @param {import('./recipes.mjs').Product} product
 * @param {string} folder of the go.mod
 * @param {string} output path of the binary
 */
export async function goBuild(product, folder, output) {
  const title = [product.file, product.version].filter(Boolean).join(' ')
  const started = Date.now()
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`
  console.error(`building ${title}${expectation(product.seconds)} …`)
  const heartbeat = setInterval(() => console.error(`building ${title} … ${elapsed()}`), HEARTBEAT_MS)
  try {
    const ldflags = product.ldflags ? [`-ldflags=${product.ldflags}`] : []
    await go(['build', '-trimpath', ...ldflags, '-o', output, product.package], folder, product.env)
  } finally {
    clearInterval(heartbeat)
  }
  console.error(`built ${title} in ${elapsed()}`)
}

/** @param {number | undefined} seconds */
function expectation(seconds) {
  if (!seconds) return ''
  const amount = seconds < 100 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`
  return ` (about ${amount} the first time)`
}

/**
 * @param {readonly string[]} args
 * @param {string} folder
 * @param {Record<string, string>} [extra]
 * @returns {Promise<string>}
 */
function go(args, folder, extra = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { cwd: folder, env: environment(extra), stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', (error) => reject('code' in error && error.code === 'ENOENT' ? new Error(GO_MISSING) : error))
    child.on('close', (code) => {
      if (code === 0) resolve(stdout)
      else reject(new Error(`go ${args[0]} failed in ${folder}:\n${lastLines(stderr)}`))
    })
  })
}

/**
 * The caller's flags and workspace would change the binaries without changing the key of the cache.
 * @param {Record<string, string>} extra
 */
function environment(extra) {
  const own = { GOOS: '', GOARCH: '', GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' }
  return { GOTOOLCHAIN: 'local', ...process.env, ...own, ...extra }
}

/** @param {string} text */
function lastLines(text) {
  return text.trimEnd().split('\n').slice(-40).join('\n')
}
