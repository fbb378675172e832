import { stringAt } from '../model/json.ts'
import type { DocumentManifests } from './manifest-of.ts'
import { decodeUtf8, isLfsPointer, lfsGap, nothingBut } from './manifest-file.ts'
import { refusal } from './plain-folder.ts'
import type { ReadContext } from './read-context.ts'
import { manifestsOfRender, renderGap } from './rendered.ts'
import type { RenderRequestHelm, RenderResult } from './renderer.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'
import type { SourceTree, TreeEntry } from './source-tree.ts'
import { inFolder } from './tree-path.ts'
import { markUnrenderable } from './unrenderable.ts'
import { readYaml } from './yaml/read-yaml.ts'

const CHART = 'chart'
const VALUES = 'values'

/** A chart as `helm upgrade` would render it for the target cluster; `crds/` is included. */
export async function readChart(
  tree: SourceTree,
  folder: string,
  entries: readonly TreeEntry[],
  context: ReadContext,
): Promise<DocumentManifests> {
  const input = await chartRequest(tree, folder, entries, context)
  if ('gaps' in input) return nothingBut(...input.gaps)
  const placeOf = (file: string) => inFolder(folder, file.startsWith(`${CHART}/`) ? file.slice(CHART.length + 1) : file)
  const result = await context.renderer.render(input.request)
  if (!result.ok) {
    const refused = entries.flatMap((entry) => refusal(entry, context.source))
    return nothingBut(renderGap(result.error, context.source, folder === '' ? '.' : folder, placeOf), ...refused)
  }
  const again = await secondRender(result, input.request, context)
  const read = manifestsOfRender(result.documents, context.source, placeOf)
  const other = again?.ok === true ? manifestsOfRender(again.documents, context.source, placeOf).manifests : undefined
  const traits = result.nondeterministic.map(({ file, uses }) => ({ file: placeOf(file), uses }))
  return { ...read, manifests: markUnrenderable(read.manifests, traits, other) }
}

/** Random values show in a second render, and in checksums of other templates too; times and look-ups do not. */
async function secondRender(
  first: Extract<RenderResult, { ok: true }>,
  request: RenderRequestHelm,
  { renderer }: ReadContext,
): Promise<RenderResult | undefined> {
  return first.nondeterministic.some(({ uses }) => uses === 'random' || uses === 'time')
    ? renderer.render(request)
    : undefined
}

type ChartInput = { readonly request: RenderRequestHelm } | { readonly gaps: readonly SourceGap[] }

async function chartRequest(
  tree: SourceTree,
  folder: string,
  entries: readonly TreeEntry[],
  context: ReadContext,
): Promise<ChartInput> {
  const { helm, limits, source } = context
  const target = await context.target
  const wanted = entries.filter(({ kind }) => kind === 'file').map(({ path }) => path)
  const contents = await tree.read(wanted, limits)
  const files = new Map<string, Uint8Array>()
  // The chart and the values get a folder each, so that neither can stand in for a file of the other.
  const gaps = contents.tooLarge.map((path) =>
    sourceGap(source, 'DRF2003', 'too-large', 'The file is too large to be read.', path),
  )
  for (const [path, bytes] of contents.files) {
    if (!isLfsPointer(bytes)) files.set(`${CHART}/${folder === '' ? path : path.slice(folder.length + 1)}`, bytes)
    // A template that is not there is no error to Helm, it only renders less.
    else if (!PICTURE.test(path)) gaps.push(lfsGap(source, path))
  }
  const values = await readValues(tree, context)
  const valuesFiles: string[] = []
  for (const [index, { path, bytes }] of values.entries()) {
    if (bytes === undefined) gaps.push(missingValues(source, path))
    else if (isLfsPointer(bytes)) gaps.push(lfsGap(source, path))
    else files.set(`${VALUES}/${index}.yaml`, bytes)
    valuesFiles.push(`${VALUES}/${index}.yaml`)
  }
  if (gaps.length > 0) return { gaps }
  return {
    request: {
      kind: 'helm',
      files,
      chartDir: CHART,
      releaseName: helm.release ?? chartName(files.get(`${CHART}/Chart.yaml`)),
      namespace: target.namespace,
      valuesFiles,
      set: helm.set ?? [],
      setString: helm.setString ?? [],
      setFile: [],
      kubeVersion: target.kubeVersion.replace(/^v/, ''),
      apiVersions: target.apiVersions,
      includeCrds: true,
      isUpgrade: true,
    },
  }
}

/** No template prints them, and they are what repositories keep in LFS. */
const PICTURE = /\.(?:png|jpe?g|gif|svg|webp|pdf|mp4)$/i

interface ValuesFile {
  readonly path: string
  /** Undefined where there is no such file. */
  readonly bytes: Uint8Array | undefined
}

/** In the order in which they are merged: the repository's own, then those of this machine. */
async function readValues(
  tree: SourceTree,
  { helm, limits, workingTrees }: ReadContext,
): Promise<readonly ValuesFile[]> {
  const inside = helm.valuesInRepository ?? []
  const found = inside.length === 0 ? undefined : (await tree.read(inside, limits)).files
  const own = inside.map((path) => ({ path, bytes: found?.get(path) }))
  const others = (helm.valuesFiles ?? []).map(async (path) => ({
    path,
    bytes: await workingTrees.readFile(path, limits.maxFileBytes),
  }))
  return [...own, ...(await Promise.all(others))]
}

function missingValues(source: string, path: string): SourceGap {
  const message = 'There is no values file at this path. Correct it. The chart was not rendered and not compared.'
  return sourceGap(source, 'DRF2012', 'values-missing', message, path)
}

/** A chart without a readable name is the renderer's to refuse; it needs some release name until then. */
function chartName(chartFile: Uint8Array | undefined): string {
  const text = chartFile === undefined ? undefined : decodeUtf8(chartFile)
  const document = text === undefined ? undefined : readYaml(text, 'go-yaml').documents[0]
  return stringAt(document?.value, 'name') || 'release'
}
