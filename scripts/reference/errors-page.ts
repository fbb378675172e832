import { type ErrorCode, ERRORS } from '../../src/errors/catalogue.ts'
import { MADE_BY } from './made-by.ts'

/** The catalogue of errors, a paragraph each. */
export function errorsPage(): string {
  const codes = Object.keys(ERRORS).sort() as ErrorCode[]
  const sections = AREAS.flatMap(({ title, prefix }) => {
    const inArea = codes.filter((code) => code.startsWith(prefix))
    return inArea.length === 0
      ? []
      : [`## ${title}`, ...inArea.map((code) => `### ${code} ${ERRORS[code].title}\n\n${ERRORS[code].text}`)]
  })
  return `${[MADE_BY, '# Errors', INTRODUCTION, ...sections].join('\n\n')}\n`
}

const AREAS: readonly { readonly title: string; readonly prefix: string }[] = [
  { title: 'Usage and configuration (exit code 3)', prefix: 'DRF1' },
  { title: 'Sources and Git', prefix: 'DRF20' },
  { title: 'Rendering', prefix: 'DRF21' },
  { title: 'Clusters', prefix: 'DRF3' },
  { title: 'Comparing', prefix: 'DRF4' },
  { title: 'Store, ledger and service', prefix: 'DRF5' },
  { title: 'The HTTP API and its clients', prefix: 'DRF6' },
]

const INTRODUCTION = `Every error has a code that never changes its meaning. \`driftage errors CODE\` prints the same text.
Where only a part of the work failed, the error is an entry of \`notChecked\`, everything else is still checked, and the
exit code is 2.`
