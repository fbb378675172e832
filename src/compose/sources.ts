import { join } from 'node:path'
import process from 'node:process'
import { buffer } from 'node:stream/consumers'
import { workingTrees } from '../adapters/files/working-trees.ts'
import { gitRepositories } from '../adapters/git/repositories.ts'
import { createNativeRenderer } from '../adapters/render/native-renderer.ts'
import { readSource, type SourcePorts, type SourceResult } from '../desired/read-source.ts'
import type { Renderer } from '../desired/renderer.ts'
import type { SourceSpec } from '../desired/source-spec.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import type { LoadedSource, RenderTarget } from '../loop/scan-ports.ts'
import type { HelmArguments, SourceArgument, SourceArguments } from '../surfaces/cli/arguments/source-flags.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { cacheFolder } from './cache-folder.ts'
import { gitSourceName } from './git-source-name.ts'
import { packagedRenderer } from './renderer.ts'

/** Reads the sources of one command; `close` ends the renderer. */
export interface SourceLoader {
  load(target: Promise<RenderTarget>): Promise<readonly LoadedSource[]>
  close(): Promise<void>
}

/** @param namespace of releases, and of manifests that name none */
export async function sourceLoader(asked: SourceArguments, namespace: string, talk: Talk): Promise<SourceLoader> {
  const specs = await Promise.all(asked.sources.map((source) => specOf(source, asked.helm)))
  const renderer = lazyRenderer(asked.renderWith)
  const ports: SourcePorts = {
    workingTrees,
    repositories: gitRepositories({ cacheFolder: join(cacheFolder(), 'git') }),
    renderer,
  }
  return {
    load: async (target) => {
      talk.progress('Reading sources')
      const inNamespace = target.then((known) => ({ ...known, namespace }))
      const results = await Promise.all(specs.map((spec) => readSource(spec, inNamespace, ports)))
      refuseUselessFlags(asked.helm, results)
      return results
    },
    close: () => renderer.close(),
  }
}

async function specOf(source: SourceArgument, helm: HelmArguments): Promise<SourceSpec> {
  const { values, ...rest } = helm
  const settings = { ...rest, valuesFiles: values }
  switch (source.kind) {
    case 'stdin':
      return { kind: 'stdin', name: 'stdin', bytes: await buffer(process.stdin) }
    case 'path':
      return { kind: 'path', name: source.path, path: source.path, helm: settings }
    case 'git':
      return { ...source, name: gitSourceName(source.repository, source.folder), helm: settings }
  }
}

/** Flags of charts say nothing about plain manifests; whoever gave them expects something else than what would happen. */
function refuseUselessFlags(helm: HelmArguments, results: readonly SourceResult[]): void {
  const given = helm.release !== undefined || helm.values.length + helm.set.length + helm.setString.length > 0
  if (!given || results.some(({ kind }) => kind === 'chart' || kind === undefined)) return
  throw new DriftageError(
    'DRF1007',
    '--release, --values and --set belong to a Helm chart, and none of the sources is one. Drop them or name the chart. Nothing was compared.',
  )
}

/** Plain manifests need no renderer, so it is only opened for the first chart or kustomization. */
export function lazyRenderer(folder: string | undefined): Renderer {
  let opened: Promise<Renderer> | undefined
  return {
    render: async (request) => {
      opened ??= folder === undefined ? packagedRenderer(cacheFolder()) : Promise.resolve(nativeRenderer(folder))
      return (await opened).render(request)
    },
    close: async () => {
      const renderer = await opened?.catch(() => undefined)
      await renderer?.close()
    },
  }
}

function nativeRenderer(folder: string): Renderer {
  return createNativeRenderer({ helm: join(folder, 'helm'), kustomize: join(folder, 'kustomize') })
}
