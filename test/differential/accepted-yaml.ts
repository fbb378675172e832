import type { YamlDisagreement } from './run-yaml.ts'

interface Acceptance {
  readonly why: string
  covers(found: YamlDisagreement): boolean
}

const ACCEPTED: readonly Acceptance[] = [
  {
    why: 'Their tools refuse the file, so nothing is deployed from it; we read what it says.',
    covers: ({ theirs }) => /unknown escape|invalid Unicode character escape|cannot decode !!|json: /.test(theirs),
  },
  {
    why: 'They do not look at a value that a second equal key, or a merge, replaces; we find its fault.',
    covers: ({ ours }) => /^(key|not-json|duplicate-key)$/.test(ours),
  },
  {
    why: 'Kustomize writes folded text anew, and adds an empty line before one that is indented more.',
    covers: ({ dialect, text }) => dialect === 'kyaml' && /[:-] >/.test(text),
  },
  {
    why: 'Bytes that are no text: Go writes one replacement character for each, JavaScript one for a run.',
    covers: ({ text }) => text.includes('!!binary'),
  },
]

/** True where the two readers differ in a way that is known and cannot make a false drift. */
export function isAccepted(found: YamlDisagreement): boolean {
  return ACCEPTED.some((acceptance) => acceptance.covers(found))
}
