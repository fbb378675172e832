import { readFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { DriftageError } from '../../errors/driftage-error.ts'
import { type Kubeconfig, type KubeconfigOrigin, mergeKubeconfigs, parseKubeconfig } from './kubeconfig-file.ts'

/** What of the process decides which cluster is meant. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Home folder of the user. */
  readonly home: string
  /** Paths of flags are relative to it. */
  readonly cwd: string
}

interface Location {
  readonly origin: KubeconfigOrigin
  readonly paths: readonly string[]
  /** kubectl passes over missing files, but not over the one that a flag names. */
  readonly required: boolean
}

/**
 * Reads the kubeconfigs that kubectl would read and merges them as it does; undefined where there is none.
 *
 * @param flag value of `--kubeconfig`
 * @throws DriftageError DRF3002
 */
export async function readKubeconfigs(flag: string | undefined, around: Surroundings): Promise<Kubeconfig | undefined> {
  const { origin, paths, required } = locate(flag, around)
  const files: Kubeconfig[] = []
  for (const path of paths) {
    const text = await readText(path, required)
    if (text !== undefined) files.push(parseKubeconfig(text, path, origin))
  }
  return files.length === 0 ? undefined : mergeKubeconfigs(files)
}

function locate(flag: string | undefined, { env, home, cwd }: Surroundings): Location {
  if (flag !== undefined) return { origin: '--kubeconfig', paths: [resolve(cwd, flag)], required: true }
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '')
  if (listed.length > 0) {
    const paths = [...new Set(listed.map((path) => resolve(cwd, path)))]
    return { origin: 'KUBECONFIG', paths, required: false }
  }
  return { origin: 'home', paths: [join(home, '.kube', 'config')], required: false }
}

async function readText(path: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    if (code === 'ENOENT' && !required) return undefined
    throw new DriftageError(
      'DRF3002',
      `The kubeconfig ${path} could not be read (${code}). Check the path and its permissions. Nothing was read from any cluster.`,
      { place: path },
    )
  }
}
