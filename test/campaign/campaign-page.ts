import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const PAGE = 'docs/campaigns.md'

const HEAD = `# Campaigns

Seeded runs against real servers that are too long for every change: a tenth of each runs with the tests, the whole with
\`npm run campaign -- NAME\`, which writes its section here. Every figure comes from a run.
`

/** Puts the section of one campaign into the page, in the place of the one that is there. */
export function writeSection(name: string, text: string): void {
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : HEAD
  writeFileSync(PAGE, withSection(page, name, text))
}

/** Sections stand between comments, so that other campaigns keep theirs. */
export function withSection(page: string, name: string, text: string): string {
  const begin = `<!-- campaign: ${name} -->`
  const end = `<!-- end of ${name} -->`
  const section = `${begin}\n${text.trim()}\n${end}`
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`
  return page.slice(0, from) + section + page.slice(to + end.length)
}
