import { codeCell } from '../markdown-text.ts'

/** Rows as a Markdown table in which every cell is code, so that nothing in it is read as markup. */
export function codeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === '' ? '' : codeCell(cell))))
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
