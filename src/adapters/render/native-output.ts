import { posix } from 'node:path'
import { parseDocument } from 'yaml'
import type { RenderedDocument } from '../../desired/renderer.ts'

/** Helm starts each document so; a template cannot forge it, since Helm splits its text at `---` first. */
const HELM_DOCUMENT = /^---\n# Source: (.+)\n/m

/** A document's end in a CRD file, which Helm copies as it is. */
const SEPARATOR = /^---[ \t]*(?:\n|$)/m

const CRD = /^[^/]+(?:\/charts\/[^/]+)*\/crds\//

/** Splits what `helm template` prints. */
export function helmDocuments(text: string, chartDir: string): RenderedDocument[] {
  const [, ...parts] = text.split(HELM_DOCUMENT)
  const documents: RenderedDocument[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [source, body] = [parts[i] ?? '', parts[i + 1] ?? '']
    const crd = CRD.test(source)
    const file = posix.join(chartDir, source.slice(source.indexOf('/') + 1))
    for (const content of body.split(SEPARATOR).filter((part) => part.trim() !== '')) {
      documents.push({ file, content, crd, hooks: crd ? [] : hooksOf(content) })
    }
  }
  return documents
}

/** Splits what `kustomize build` prints; it does not say where resources come from. */
export function kustomizeDocuments(text: string): RenderedDocument[] {
  const contents = text.split(SEPARATOR).filter((part) => part.trim() !== '')
  return contents.map((content) => ({ file: '', content, crd: false, hooks: [] }))
}

function hooksOf(content: string): string[] {
  if (!content.includes('helm.sh/hook')) return []
  const events: unknown = parseDocument(content).getIn(['metadata', 'annotations', 'helm.sh/hook'])
  if (typeof events !== 'string') return []
  return events.split(',').map((event) =>
    event
      .trim()
      .toLowerCase()
      .replace(/^test-success$/, 'test'),
  )
}
