import { namePattern } from '../rules/name-pattern.ts'
import type { OwnersDialect } from './codeowners.ts'

type Segment = '**' | ((name: string) => boolean)

/** Longer ones no repository has. */
const LONGEST_PATTERN = 4_096

/**
 * A test for file paths in the manner of .gitignore: `*` and `?` within a name, `**` for any folders, a slash at the end for
 * everything in a folder. Undefined where the forge would ignore the pattern. The work grows with the product of the lengths
 * at most (B-43).
 */
export function ownersPattern(written: string, dialect: OwnersDialect): ((path: string) => boolean) | undefined {
  if (written === '' || written.length > LONGEST_PATTERN) return undefined
  // Character classes are not offered by either; GitHub ignores such lines.
  if (dialect === 'github' && /[[\]]/.test(written)) return undefined
  const folder = written.endsWith('/')
  const body = written.replace(/\\(.)/g, '$1').replace(/^\//, '').replace(/\/+$/, '')
  const anchored = written.startsWith('/') || (dialect === 'github' && body.includes('/'))
  const names = body === '' ? [] : body.split('/')
  const segments: Segment[] = [
    ...(anchored ? [] : ['**' as const]),
    ...names.map((name): Segment => (name === '**' ? '**' : namePattern(name))),
  ]
  const within = folder || names.at(-1) === '**' || body === ''
  return (path) => {
    const parts = path.split('/')
    if (within)
      return parts.length > 1 || body === '**' || body === '' ? matches([...segments, '**'], parts, true) : false
    // As in .gitignore, a name stands for the file and for all inside a folder of that name; a wildcard at the end does not.
    const wholeFolder = dialect === 'github' && !(names.at(-1) ?? '').includes('*')
    return matches(segments, parts, false) || (wholeFolder && matches([...segments, '**'], parts, true))
  }
}

/** `needsMore`: what the last `**` stands for must be at least one name. */
function matches(segments: readonly Segment[], parts: readonly string[], needsMore: boolean): boolean {
  let at = 0
  let inSegments = 0
  let star = -1
  let retryFrom = 0
  while (at < parts.length) {
    const wanted = segments[inSegments]
    if (wanted === '**') {
      star = inSegments++
      retryFrom = at
      if (inSegments === segments.length) return true
    } else if (wanted !== undefined && wanted(parts[at] as string)) {
      inSegments++
      at++
    } else if (star >= 0) {
      inSegments = star + 1
      at = ++retryFrom
    } else {
      return false
    }
  }
  if (needsMore) return false
  while (segments[inSegments] === '**') inSegments++
  return inSegments === segments.length
}
