import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { commandPorts } from '../../../src/compose/command-ports.ts'
import type { ReportedDrift, ScanReport } from '../../../src/model/scan-report.ts'
import type { TestCluster } from '../../cluster/cluster.ts'
import type { ClusterUser } from '../../cluster/users.ts'

/** One team's repository and the namespace that it is rolled out to. */
export class Story {
  readonly namespace: string
  readonly #cluster: Pick<TestCluster, 'kubectl' | 'kubeconfigs'>
  /** Of the repository. */
  readonly folder = mkdtempSync(join(tmpdir(), 'driftage-story-'))

  constructor(cluster: Pick<TestCluster, 'kubectl' | 'kubeconfigs'>, namespace: string) {
    this.#cluster = cluster
    this.namespace = namespace
    this.#git('init', '--quiet', '--initial-branch=main')
    this.#git('config', 'user.name', 'Team')
    this.#git('config', 'user.email', 'team@example.com')
  }

  /** Writes files (undefined removes one), commits all of it, and returns the commit. */
  commit(files: Readonly<Record<string, object | undefined>>): string {
    for (const [name, manifest] of Object.entries(files)) {
      const file = join(this.folder, name)
      mkdirSync(dirname(file), { recursive: true })
      if (manifest === undefined) rmSync(file)
      else writeFileSync(file, JSON.stringify(manifest, undefined, 2))
    }
    this.#git('add', '--all')
    this.#git('commit', '--quiet', '--allow-empty', '--message', 'change')
    return this.#git('rev-parse', 'HEAD').trim()
  }

  /** Rolls the working tree out as an engine does, or as a person's or a pipeline's `kubectl apply`. */
  async deploy(how: 'flux' | 'argocd' | 'client-side'): Promise<void> {
    const manager = how === 'flux' ? 'kustomize-controller' : 'argocd-controller'
    const flags = how === 'client-side' ? [] : ['--server-side', '--force-conflicts', `--field-manager=${manager}`]
    await this.kubectl(how === 'flux' ? 'flux' : 'argocd', ['apply', ...flags, '-f', this.folder])
  }

  /** Rolls an earlier commit out, as an engine that was told to. */
  async deployAt(commit: string, how: 'flux' | 'argocd'): Promise<void> {
    this.#git('checkout', '--quiet', commit)
    await this.deploy(how)
    this.#git('checkout', '--quiet', 'main')
  }

  async kubectl(user: ClusterUser, args: readonly string[], stdin?: object): Promise<void> {
    const input = stdin === undefined ? {} : { stdin: JSON.stringify(stdin) }
    const { code, stderr } = await this.#cluster.kubectl(user, ['-n', this.namespace, ...args], input)
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
  }

  /** The whole program, from the kubeconfig to the report. */
  scan(): Promise<ScanReport> {
    return commandPorts('test').scan(
      {
        desired: { sources: [{ kind: 'path', path: this.folder }], helm: { values: [], set: [], setString: [] } },
        cluster: {
          kubeconfig: { from: 'flag', file: this.#cluster.kubeconfigs.admin },
          namespace: this.namespace,
          asGroups: [],
          insecureSkipTlsVerify: false,
        },
        clusterName: 'story',
        readOnly: false,
        report: { output: 'json', failOn: 'low', include: [] },
        talk: { quiet: true, debug: false },
      },
      { progress: () => {}, debug: () => {}, signal: new AbortController().signal },
    )
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' })
  }
}

/** What a report says, one line a drift: kind, object, path, base. */
export function told(drifts: readonly ReportedDrift[]): string[] {
  return drifts.map(
    ({ kind, object, path, base }) =>
      `${kind} ${object.kind}/${object.name} ${path || '(object)'} base ${base.evidence}`,
  )
}
