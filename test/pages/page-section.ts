import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** A page that several runs write, each its own section. */
export interface SectionedPage {
  readonly file: string
  /** What a section is called in the comments around it. */
  readonly word: string
  /** What stands above all sections of a new page. */
  readonly head: string
}

export const CAMPAIGNS: SectionedPage = {
  file: 'docs/campaigns.md',
  word: 'campaign',
  head: `# Campaigns

Seeded runs against real servers that are too long for every change: a tenth of each runs with the tests, the whole with
\`npm run campaign -- NAME\`, which writes its section here. Every figure comes from a run.
`,
}

export const PERFORMANCE: SectionedPage = {
  file: 'docs/performance.md',
  word: 'benchmark',
  head: `# Performance

\`npm run bench -- NAME\` writes its section here, \`npm run bench\` all of them. Every figure comes from a run; what is compared
ran side by side on one machine.
`,
}

/** Puts the section of one run into its page, in the place of the one that is there. */
export function writeSection(page: SectionedPage, name: string, text: string): void {
  const before = existsSync(page.file) ? readFileSync(page.file, 'utf8') : page.head
  writeFileSync(page.file, withSection(before, page.word, name, text))
}

/** Sections stand between comments, so that other runs keep theirs. */
export function withSection(page: string, word: string, name: string, text: string): string {
  const begin = `<!-- ${word}: ${name} -->`
  const end = `<!-- end of ${name} -->`
  const section = `${begin}\n${text.trim()}\n${end}`
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`
  return page.slice(0, from) + section + page.slice(to + end.length)
}
