import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv, type AnySchema } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { parse } from 'yaml'

/** A finding as a format tells it; formats without places leave them out. */
export interface Told {
  readonly id: string
  readonly file?: string | undefined
  readonly line?: number | undefined
}

interface Identified {
  readonly id: string
  readonly source: { readonly file: string; readonly line: number }
}

interface SarifResult {
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string }
        readonly region: { readonly startLine: number }
      }
    },
  ]
}

/** Reads the findings back out of what a format prints. */
export const READERS: Readonly<Record<string, (text: string) => readonly Told[]>> = {
  json: (text) => placed((JSON.parse(text) as { findings: Identified[] }).findings),
  yaml: (text) => placed((parse(text) as { findings: Identified[] }).findings),
  jsonl: (text) =>
    placed(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Identified & { type: string })
        .filter(({ type }) => type === 'finding'),
    ),
  sarif: (text) =>
    (JSON.parse(text) as { runs: [{ results: SarifResult[] }] }).runs[0].results.map((result) => {
      const { artifactLocation, region } = result.locations[0].physicalLocation
      const [id = ''] = Object.values(result.partialFingerprints)
      return { id, file: artifactLocation.uri, line: region.startLine }
    }),
  gitlab: (text) =>
    (JSON.parse(text) as { fingerprint: string; location: { path: string; lines: { begin: number } } }[]).map(
      ({ fingerprint, location }) => ({ id: fingerprint, file: location.path, line: location.lines.begin }),
    ),
  github: (text) =>
    [...text.matchAll(/^::\w+ file=([^,]+),line=(\d+),title=\w+ drift%3A \S+ (\w+)::/gm)].map(([, file, line, id]) => ({
      id: id ?? '',
      file,
      line: Number(line),
    })),
  junit: (text) => [...text.matchAll(/\b([0-9a-f]{32})\b/g)].map(([id]) => ({ id })),
  wide: (text) => [...text.matchAll(/^ {2}id +(\w+)$/gm)].map(([, id]) => ({ id: id ?? '' })),
}

function placed(findings: readonly Identified[]): readonly Told[] {
  return findings.map(({ id, source }) => ({ id, file: source.file, line: source.line }))
}

/** What the schema of SARIF 2.1.0 has against a text; null where it has nothing. */
export async function sarifFaults(text: string): Promise<unknown> {
  const file = resolve(import.meta.dirname, '../../contract/schemas/sarif-2.1.0-rtm.5.json')
  const { $schema: _draft, id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
  addFormatsModule.default(ajv)
  const validate = ajv.compile({ $id: id, ...schema } as AnySchema)
  await validate(JSON.parse(text))
  return validate.errors ?? null
}
