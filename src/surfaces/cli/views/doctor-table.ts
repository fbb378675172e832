import type { DoctorCheck, DoctorGroupId, DoctorReport } from '../../../model/doctor-report.ts'
import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { count } from './count-text.ts'
import { indent } from './table.ts'
import { visible } from './visible-text.ts'

const TITLES: Readonly<Record<DoctorGroupId, string>> = {
  connection: 'Connection',
  versions: 'Versions',
  rights: 'Rights',
  sources: 'Sources',
  deployer: 'Deployer',
  undecided: 'What cannot be decided from here',
}

/** The checks by group, each with what to do about it. */
export function doctorView(report: DoctorReport, colours: Colours): string {
  const groups = report.groups
    .filter((group) => group.checks.length > 0)
    .map(
      (group) =>
        `${colours.strong(TITLES[group.id])}\n${indent(columns(group.checks.flatMap((check) => rows(check, colours))))}`,
    )
  return `${[...groups, conclusion(report)].join('\n\n')}\n`
}

function rows(check: DoctorCheck, colours: Colours): readonly (readonly string[])[] {
  const first = [colours.status(check.status, check.status), visible(check.title), visible(check.detail)]
  return check.remedy === undefined ? [first] : [first, ['', '', `-> ${visible(check.remedy)}`]]
}

function conclusion(report: DoctorReport): string {
  const checks = report.groups.flatMap((group) => group.checks)
  const of = (status: DoctorCheck['status']) => checks.filter((check) => check.status === status).length
  if (of('failed') > 0) return `A scan will not work from here: ${count(of('failed'), 'check')} failed.`
  if (of('missing') > 0)
    return `A scan will work, and will not see everything: ${of('missing')} of ${count(checks.length, 'check')} missing.`
  const limits = of('warn') === 0 ? '' : `, with ${count(of('warn'), 'limit')}`
  return `A scan will see everything that a single look can see${limits}.`
}
