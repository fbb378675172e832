import type { SourceManifest } from '../model/desired-object.ts'
import { type DocumentManifests, manifestsOf, type SkippedDocument } from './manifest-of.ts'
import { type SourceGap, sourceGap } from './source-gap.ts'
import { readYaml, type YamlProblem } from './yaml/read-yaml.ts'

/** Reads the manifests of one file as kubectl would; everything that is wrong with it is a gap. */
export function readManifestFile(source: string, file: string, bytes: Uint8Array): DocumentManifests {
  const text = decodeUtf8(bytes)
  if (text === undefined) {
    const message =
      'The file is not UTF-8, so Kubernetes tools cannot read it. Save it in that encoding. It was not compared.'
    return nothingBut(sourceGap(source, 'DRF2002', 'not-utf8', message, file))
  }
  if (isLfsPointer(bytes)) return nothingBut(lfsGap(source, file))
  return readManifestText(text, { source, file, hasLines: true, role: 'object' })
}

export interface TextOrigin {
  readonly source: string
  readonly file: string
  readonly hasLines: boolean
  readonly role: SourceManifest['role']
}

/** Reads manifests from text that a file or a renderer gave. */
export function readManifestText(text: string, origin: TextOrigin): DocumentManifests {
  const { documents, problems } = readYaml(text, 'go-yaml')
  const mayBeEncrypted = text.includes('ENC[')
  const read = documents.map((document) => manifestsOf(document, { ...origin, mayBeEncrypted }))
  return {
    manifests: read.flatMap((one) => one.manifests),
    gaps: [...read.flatMap((one) => one.gaps), ...problems.map((problem) => gapOf(problem, origin))],
    skipped: read.flatMap((one): readonly SkippedDocument[] => one.skipped),
  }
}

function gapOf({ kind, line, column, text }: YamlProblem, { source, file, hasLines }: TextOrigin): SourceGap {
  const place = hasLines ? `${file}:${line}:${column}` : file
  if (kind === 'too-many-documents')
    return sourceGap(source, 'DRF2004', kind, `Too many documents: ${text}. Split the file.`, place)
  const message = `A YAML document cannot be read: ${text}. Correct it. The document was not compared; others were.`
  return sourceGap(source, 'DRF2001', 'yaml', message, place)
}

/** Strict: a byte that is no UTF-8 would otherwise become another character without a word. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/')

export function isLfsPointer(bytes: Uint8Array): boolean {
  return LFS_POINTER.equals(bytes.subarray(0, LFS_POINTER.length))
}

export function lfsGap(source: string, file: string): SourceGap {
  const message =
    'The file is a Git LFS pointer, and LFS content is not fetched. Keep manifests in Git itself. It was not compared.'
  return sourceGap(source, 'DRF2008', 'lfs-pointer', message, file)
}

export function nothingBut(...gaps: readonly SourceGap[]): DocumentManifests {
  return { manifests: [], gaps, skipped: [] }
}
