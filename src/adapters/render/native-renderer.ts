import { join } from 'node:path'
import type {
  FileTree,
  Renderer,
  RenderRequest,
  RenderRequestHelm,
  RenderRequestKustomize,
  RenderResult,
} from '../../desired/renderer.ts'
import { helmArguments } from './helm-arguments.ts'
import { helmDocuments, kustomizeDocuments } from './native-output.ts'
import { RenderFailure, failed } from './render-error.ts'
import { refuseRemoteBases } from './remote-bases.ts'
import { type ProgramLimits, runProgram } from './run-program.ts'
import { templateTraits } from './template-traits.ts'
import { withThrowAwayFolder } from './throw-away-folder.ts'

export interface NativeRendererOptions {
  /** Path of a helm binary, version 4. Default: charts are not rendered. */
  readonly helm?: string
  /** Path of a kustomize binary, version 5. Default: kustomizations are not rendered. */
  readonly kustomize?: string
  /** In ms. Default: 60,000. */
  readonly timeoutMs?: number
  /** Default: 50 MiB. */
  readonly maxOutputBytes?: number
}

/**
 * Renders with programs that are installed here. They run without a shell, without this process's environment and in a
 * folder of their own, but not in a sandbox: only where an operator asks for it. The files that documents come from are
 * known for charts only, and whether a template is deterministic is told from its text alone.
 */
export function createNativeRenderer(options: NativeRendererOptions): Renderer {
  const limits = { timeoutMs: options.timeoutMs ?? 60_000, maxOutputBytes: options.maxOutputBytes ?? 50 * 1024 * 1024 }
  const closing = new AbortController()
  return {
    async render(request) {
      try {
        return await renderNatively(request, options, { ...limits, signal: closing.signal })
      } catch (error) {
        if (error instanceof RenderFailure) return error.result
        return failed(
          'DRF2100',
          'The files could not be laid out, or the output could not be read. Nothing was rendered.',
        )
      }
    },
    async close() {
      closing.abort()
    },
  }
}

function renderNatively(
  request: RenderRequest,
  programs: NativeRendererOptions,
  limits: ProgramLimits,
): Promise<RenderResult> {
  if (request.kind === 'helm' && programs.helm) return renderHelm(request, programs.helm, limits)
  if (request.kind === 'kustomize' && programs.kustomize) return renderKustomize(request, programs.kustomize, limits)
  throw new RenderFailure('DRF2121', `There is no program configured that renders sources of the kind ${request.kind}.`)
}

async function renderHelm(request: RenderRequestHelm, program: string, limits: ProgramLimits): Promise<RenderResult> {
  const fileLines = request.setFile.flatMap((line) => line.split(',')).map((line) => line.slice(line.indexOf('=') + 1))
  for (const name of [request.chartDir, ...request.valuesFiles, ...fileLines]) refuseAddress(name)
  return inFolders(request.files, async (folder, home) => {
    const environment = helmEnvironment(home)
    const run = (args: readonly string[]) => runProgram(program, args, { folder, environment, ...limits })
    const documents = helmDocuments(await run(helmArguments(request)), request.chartDir)
    return {
      ok: true,
      documents,
      nondeterministic: templateTraits(request.files, request.chartDir, documents),
      warnings: [],
      engine: { name: 'helm', version: (await run(['version', '--template', '{{.Version}}'])).trim() },
    }
  })
}

function renderKustomize(
  request: RenderRequestKustomize,
  program: string,
  limits: ProgramLimits,
): Promise<RenderResult> {
  refuseAddress(request.dir)
  refuseRemoteBases(request.files)
  return inFolders(request.files, async (folder, home) => {
    const environment = emptyEnvironment(home)
    const run = (args: readonly string[]) => runProgram(program, args, { folder, environment, ...limits })
    return {
      ok: true,
      documents: kustomizeDocuments(await run(['build', join(folder, request.dir)])),
      nondeterministic: [],
      warnings: [],
      engine: { name: 'kustomize', version: (await run(['version'])).trim() },
    }
  })
}

/** The files, and beside them an empty folder as the program's home. */
function inFolders<T>(files: FileTree, use: (folder: string, home: string) => Promise<T>): Promise<T> {
  return withThrowAwayFolder(files, (folder) => withThrowAwayFolder(new Map(), (home) => use(folder, home)))
}

/** No PATH, so that git and plugins are not found, and nothing of this process's own. */
function emptyEnvironment(home: string): Record<string, string> {
  return { HOME: home, TMPDIR: home }
}

function helmEnvironment(home: string): Record<string, string> {
  return {
    ...emptyEnvironment(home),
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: join(home, 'plugins'),
    KUBECONFIG: join(home, 'none'),
  }
}

/** Helm would fetch an address, read stdin for `-`, and read any file of this machine. */
function refuseAddress(name: string): void {
  const parts = name.split('/')
  if (!name.startsWith('/') && !name.startsWith('-') && !name.includes('://') && !parts.includes('..')) return
  throw new RenderFailure('DRF2104', 'A chart or values file is named by an address or a path that leaves the folder.')
}
