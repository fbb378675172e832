/**
 * What is wrong with a document. Its words are ours and never the parser's, since a parser quotes what it read, and
 * that can be a secret.
 */
export type YamlFaultKind =
  | 'syntax'
  | 'tab'
  | 'indentation'
  | 'escape'
  | 'alias-unknown'
  | 'alias-in-itself'
  | 'alias-excess'
  | 'depth'
  | 'duplicate-key'
  | 'key'
  | 'merge'
  | 'tag'
  | 'not-json'
  | 'control-character'
  | 'line-separator'
  | 'separator'
  | 'after-end'
  | 'size'

/** Thrown inside this folder only; `offset` counts UTF-16 units from the start of the document's text. */
export class YamlFault extends Error {
  readonly kind: YamlFaultKind
  readonly offset: number

  constructor(kind: YamlFaultKind, offset: number) {
    super(FAULT_TEXTS[kind])
    this.name = 'YamlFault'
    this.kind = kind
    this.offset = offset
  }
}

export const FAULT_TEXTS: Readonly<Record<YamlFaultKind, string>> = {
  syntax: 'the text is not valid YAML at this place',
  tab: 'a tab stands where YAML wants spaces',
  indentation: 'the indentation does not fit the lines before',
  escape: 'a double-quoted string holds an unknown escape',
  'alias-unknown': 'an alias names an anchor that is not set before it',
  'alias-in-itself': 'an anchor contains an alias to itself',
  'alias-excess': 'aliases make the document larger than is allowed',
  depth: 'the document is nested deeper than is allowed',
  'duplicate-key': 'a map has the same key twice, which kustomize refuses',
  key: 'a map key is not text and cannot be written as JSON',
  merge: 'a merge key (<<) does not hold a map or a list of maps',
  tag: 'a value does not fit its tag',
  'not-json': 'a number is infinite or not a number, which JSON cannot say',
  'control-character': 'the text holds a control character, which YAML forbids',
  'line-separator': 'the text holds U+0085, U+2028 or U+2029, which Kubernetes tools read as a line break',
  separator: 'a document separator (---) is followed by more than a comment on its line',
  'after-end': 'there is content after the end of the document (...), which Kubernetes tools do not read',
  size: 'the document is too large for the features of YAML that it uses',
}
