import type { AnswerFormat } from '../arguments/output-flags.ts'
import { jsonPages } from './json-text.ts'
import { reportData } from './report-data.ts'

/** An answer that is no list of findings: a table made by its own view, or its data. */
export async function renderAnswer(answer: object, format: AnswerFormat, table: () => string): Promise<string> {
  switch (format) {
    case 'table':
      return table()
    case 'json':
      return `${jsonPages(reportData(answer))}\n`
    case 'yaml':
      return (await import('./yaml-text.ts')).yamlText(reportData(answer))
  }
}
