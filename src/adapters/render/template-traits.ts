import { gunzipSync } from 'node:zlib'
import type { FileTree, RenderedDocument, TemplateTrait } from '../../desired/renderer.ts'

/** What an archive in `charts/` may unpack to, in bytes. */
const MAX_UNPACKED = 100 * 1024 * 1024

const USES: readonly (readonly [TemplateTrait['uses'], RegExp])[] = [
  ['lookup', /\blookup\b/],
  ['release-revision', /\.Revision\b|"Revision"/],
  [
    'random',
    /\b(?:rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|shuffle|uuidv4|bcrypt|htpasswd|encryptAES|genPrivateKey|genCA(?:WithKey)?|gen(?:SelfS|S)ignedCert(?:WithKey)?)\b/,
  ],
  ['time', /\b(?:now|ago|date|dateInZone|date_in_zone|htmlDate|htmlDateInZone|durationRound)\b/],
]

const ACTION = /\{\{-?(?!\s*\/\*)[\s\S]*?\}\}/g

/**
 * What the templates use, told from their text where the renderer does not say. Helpers are not followed: a helper's
 * use counts for every template of the chart, so this says too much rather than too little.
 */
export function templateTraits(
  files: FileTree,
  chartDir: string,
  documents: readonly RenderedDocument[],
): TemplateTrait[] {
  const own = new Map<string, ReadonlySet<TemplateTrait['uses']>>()
  const shared = new Set<TemplateTrait['uses']>()
  for (const [path, bytes] of files) {
    if (!path.startsWith(chartDir === '' ? '' : `${chartDir}/`) && path !== chartDir) continue
    const uses = usesIn(textOf(path, bytes))
    own.set(path, uses)
    if (/(?:^|\/)_[^/]*$|\.tgz$|(?:^|\/)values[^/]*\.ya?ml$/.test(path)) for (const use of uses) shared.add(use)
  }
  const rendered = new Set(documents.filter(({ crd }) => !crd).map(({ file }) => file))
  return [...rendered].sort().flatMap((file) => {
    const uses = new Set([...shared, ...(own.get(file) ?? [])])
    return [...uses].sort().map((use) => ({ file, uses: use }))
  })
}

function usesIn(text: string): ReadonlySet<TemplateTrait['uses']> {
  const actions = (text.match(ACTION) ?? []).join('\n')
  return new Set(USES.filter(([, pattern]) => pattern.test(actions)).map(([use]) => use))
}

function textOf(path: string, bytes: Uint8Array): string {
  if (!path.endsWith('.tgz')) return Buffer.from(bytes).toString('utf8')
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }).toString('latin1')
  } catch {
    return '' // helm will refuse it
  }
}
