/** Text for a cell of a Markdown table, as code, so that nothing in it is read as markup, link or mention. */
export function codeCell(text: string): string {
  // A pipe ends a cell even inside a code span, and whether a backslash saves it depends on what stands before.
  return text.includes('|') ? `<code>${entities(text)}</code>` : codeSpan(text)
}

/** Text as a code span, fenced by more backticks than it holds. */
function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') || text === '' ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

/** A fenced block that the text cannot end. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

/** Plain words, such as the message of a gap: markup, HTML, links and mentions show as what was written. */
export function plainText(text: string): string {
  // Pages look for mentions and issue numbers after entities are resolved, so these are broken by an empty space.
  return entities(text)
    .replace(/@|&#35;/g, (sign) => `${sign}&#8203;`)
    .replaceAll('://', '&#58;//')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`)
}

function entities(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Text for a place where Markdown is not read but HTML is, such as `<summary>`. */
export function htmlCode(text: string): string {
  const escaped = text.replace(/[&<>"'@]/g, (char) => `&#${char.charCodeAt(0)};`)
  return `<code>${escaped}</code>`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
