/** What a person reads who has to decide about a held source. Names that a server gave are shown only where they are plain. */

export function rewrittenText(source: string, revision: string, anchor: string, head: string): string {
  return (
    `The history of ${revision} was rewritten: ${short(anchor)}, on which ${source} stands, is not behind ${short(head)}. ` +
    `If that was intended, confirm the source. Until then the state of ${short(anchor)} stays in use.`
  )
}

export function goneText(revision: string, anchor: string, defaultBranch: string | undefined): string {
  const other =
    defaultBranch !== undefined && /^[\w./-]{1,100}$/.test(defaultBranch) && defaultBranch !== revision
      ? ` Its default branch is ${defaultBranch}.`
      : ''
  const state = anchor === '' ? 'Nothing was read' : `Until then the state of ${short(anchor)} stays in use`
  return `The repository has no branch or tag ${revision}.${other} Push it again, or name another revision in the configuration. ${state}.`
}

export function shrunkText(source: string, head: string, from: number, to: number): string {
  const where = head === '' ? '' : ` at ${short(head)}`
  return (
    `The source ${source} holds ${to} of formerly ${from} objects${where}. Taken at its word, the others are to be removed. ` +
    'If that was intended, confirm the source. Until then the state before stays in use.'
  )
}

function short(commit: string): string {
  return commit.slice(0, 7)
}
