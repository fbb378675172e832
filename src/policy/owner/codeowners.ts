import { ownersPattern } from './owners-pattern.ts'

/** Who owns which files of a repository, as its CODEOWNERS says. */
export interface Codeowners {
  /** In the order of the file. A line without owners takes ownership away. */
  readonly sections: readonly OwnersSection[]
  /** Lines that the forge ignores, too. 1-based. */
  readonly ignoredLines: readonly number[]
}

interface OwnersSection {
  readonly lines: readonly OwnersLine[]
  /** GitLab's `!pattern`: the section says nothing of these files, wherever the line stands. */
  readonly excluded: readonly ((path: string) => boolean)[]
}

interface OwnersLine {
  readonly matches: (path: string) => boolean
  /** `@user`, `@group/team` or an address. */
  readonly owners: readonly string[]
}

/** GitHub's and GitLab's files look alike and mean different things: sections, exclusions, and what a path without `/` in front is. */
export type OwnersDialect = 'github' | 'gitlab'

/** The dialect that the place of a file gives away; undefined for places in which both forges look. */
export function dialectAt(path: string): OwnersDialect | undefined {
  if (path.startsWith('.github/')) return 'github'
  return path.startsWith('.gitlab/') ? 'gitlab' : undefined
}

/** GitHub loads no larger ones. */
const LARGEST_FILE = 3 * 1024 * 1024

/** Reads the file. Never throws: what is no line of it is ignored and counted. Without a dialect sections give it away. */
export function parseCodeowners(text: string, dialect: OwnersDialect = guessDialect(text)): Codeowners {
  if (text.length > LARGEST_FILE) return { sections: [], ignoredLines: [] }
  const sections = new Map<string, { lines: OwnersLine[]; excluded: ((path: string) => boolean)[] }>()
  const ignoredLines: number[] = []
  let name = ''
  let defaults: readonly string[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = wordsOf(line)
    if (words.length === 0) continue
    const header = dialect === 'gitlab' ? SECTION.exec(line.trim()) : null
    if (header !== null) {
      name = (header[1] ?? '').toLowerCase()
      defaults = ownersIn(wordsOf(header[2] ?? ''))
      continue
    }
    const [pattern = '', ...rest] = words
    const exclusion = pattern.startsWith('!')
    const matches =
      exclusion && dialect === 'github' ? undefined : ownersPattern(exclusion ? pattern.slice(1) : pattern, dialect)
    if (matches === undefined) {
      ignoredLines.push(at + 1)
      continue
    }
    const section = sections.get(name) ?? { lines: [], excluded: [] }
    sections.set(name, section)
    if (exclusion) section.excluded.push(matches)
    else section.lines.push({ matches, owners: rest.length > 0 ? ownersIn(rest) : defaults })
  }
  return { sections: [...sections.values()], ignoredLines }
}

/**
 * Owners of a file, given by its path from the root of the repository. In each section the last line that matches counts; the
 * owners of several sections are joined, in the order of the file. Empty = nobody is named.
 */
export function ownersOfFile({ sections }: Codeowners, path: string): readonly string[] {
  const owners = sections.flatMap(({ lines, excluded }) => {
    if (excluded.some((matches) => matches(path))) return []
    return lines.findLast(({ matches }) => matches(path))?.owners ?? []
  })
  return [...new Set(owners)]
}

/** `[Name]`, `^[Optional]`, `[Name][2] @default`. */
const SECTION = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/

function guessDialect(text: string): OwnersDialect {
  return text.split(/\r?\n/).some((line) => SECTION.test(line.trim())) ? 'gitlab' : 'github'
}

/** Split at spaces that no backslash escapes; from a `#` at the start of a word on, it is a comment. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\])+/g)) {
    if (word.startsWith('#')) break
    words.push(word)
  }
  return words
}

/** Anything else on the line names nobody. */
function ownersIn(words: readonly string[]): readonly string[] {
  return words.filter((word) => word.startsWith('@') || /^[^@\s]+@[^@\s]+$/.test(word))
}
