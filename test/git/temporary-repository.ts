import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A folder that goes away after the tests of the file. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'driftage-git-')))
  made.push(folder)
  return folder
}

/** A real repository with an author of its own and nobody's settings. */
export class TemporaryRepository {
  readonly folder = temporaryFolder()

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main')
    // What servers such as GitHub allow.
    for (const name of ['allowFilter', 'allowAnySHA1InWant']) this.git('config', `uploadpack.${name}`, 'true')
  }

  git(...args: readonly string[]): string {
    return this.gitWith('', ...args)
  }

  /** @param input what git reads from its standard input */
  gitWith(input: string, ...args: readonly string[]): string {
    const environment = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    }
    return execFileSync('git', args, { cwd: this.folder, env: environment, encoding: 'utf8', input }).trim()
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), text)
    }
  }

  /** Commits all that is there and returns the commit's id. */
  commit(files: Readonly<Record<string, string>>): string {
    this.write(files)
    this.git('add', '--all')
    return this.commitIndex()
  }

  commitIndex(): string {
    this.git('commit', '--quiet', '--allow-empty', '--message', 'change')
    return this.git('rev-parse', 'HEAD')
  }

  /** Puts an entry of any mode into the index, such as a link (120000) or a submodule (160000). */
  stage(mode: string, object: string, path: string): void {
    this.git('update-index', '--add', '--cacheinfo', `${mode},${object},${path}`)
  }

  blob(text: string): string {
    const path = join(this.folder, '.git', 'blob')
    writeFileSync(path, text)
    return this.git('hash-object', '-w', path)
  }
}

export function configMap(name: string, data: Readonly<Record<string, string>> = { a: 'b' }): string {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${value}`)
  return ['apiVersion: v1', 'kind: ConfigMap', 'metadata:', `  name: ${name}`, 'data:', ...lines, ''].join('\n')
}
