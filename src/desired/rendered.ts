import { ERRORS, type ErrorCode } from '../errors/catalogue.ts'
import type { SourceManifest } from '../model/desired-object.ts'
import type { DocumentManifests } from './manifest-of.ts'
import { readManifestText } from './manifest-file.ts'
import type { RenderedDocument, RenderError } from './renderer.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'

/** The manifests of what a renderer printed. `placeOf` turns its file names into paths of the source's tree. */
export function manifestsOfRender(
  documents: readonly RenderedDocument[],
  source: string,
  placeOf: (file: string) => string,
): DocumentManifests {
  const read = documents.map((document) =>
    readManifestText(document.content, {
      source,
      file: placeOf(document.file),
      hasLines: false,
      role: roleOf(document),
    }),
  )
  return {
    manifests: read.flatMap((one) => one.manifests),
    gaps: read.flatMap((one) => one.gaps),
    skipped: read.flatMap((one) => one.skipped),
  }
}

function roleOf({ crd, hooks }: RenderedDocument): SourceManifest['role'] {
  return crd ? 'crd-of-chart' : hooks.length > 0 ? 'hook' : 'object'
}

/** @param root the folder that was rendered, for errors that name no file */
export function renderGap(
  error: RenderError,
  source: string,
  root: string,
  placeOf: (file: string) => string = same,
): SourceGap {
  const file = error.file === undefined || error.file === '' ? root : placeOf(error.file)
  const place = error.line === undefined ? file : `${file}:${error.line}`
  const code = Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'DRF2100'
  return sourceGap(source, code, 'render', error.message, place)
}

function same(file: string): string {
  return file
}
