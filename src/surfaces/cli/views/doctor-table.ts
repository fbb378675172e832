import type { DoctorCheck, DoctorGroup, DoctorGroupId, DoctorReport } from '../../../model/doctor-report.ts'
import type { Colours } from './colours.ts'
import { columns } from './columns.ts'
import { count, list } from './count-text.ts'
import { indent, paragraph } from './table.ts'
import { visible } from '../../../model/visible-text.ts'

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
    .map((group) => `${colours.strong(TITLES[group.id])}\n${indent(groupText(group, colours))}`)
  return `${[...groups, conclusion(report)].join('\n\n')}\n`
}

/** Rights are many and alike: those with one answer are told together. */
function groupText({ id, checks }: DoctorGroup, colours: Colours): string {
  return id === 'rights' ? rightsText(checks, colours) : columns(checks.flatMap((check) => rows(check, colours)))
}

function rows(check: DoctorCheck, colours: Colours): readonly (readonly string[])[] {
  const first = [colours.status(check.status, check.status), visible(check.title), visible(check.detail)]
  return check.remedy === undefined ? [first] : [first, ['', '', `-> ${visible(check.remedy)}`]]
}

function rightsText(checks: readonly DoctorCheck[], colours: Colours): string {
  const alike = new Map<string, DoctorCheck[]>()
  for (const check of checks) {
    const key = `${check.status} ${verbOf(check)} ${check.detail}`
    alike.set(key, [...(alike.get(key) ?? []), check])
  }
  return [...alike.values()].map((group) => rightText(group, checks, colours)).join('\n')
}

function rightText(alike: readonly DoctorCheck[], all: readonly DoctorCheck[], colours: Colours): string {
  const [first] = alike
  if (first === undefined) return ''
  if (alike.length === 1) return columns(rows(first, colours))
  const verb = verbOf(first)
  const asked = all.filter((check) => verbOf(check) === verb).length
  const head = `${colours.status(first.status, first.status)}  ${verb}: ${alike.length} of ${asked}. ${visible(first.detail)}`
  if (first.status === 'ok') return head
  const names = list(alike.map((check) => visible(check.title.slice(verb.length + 1))))
  const remedy = first.remedy === undefined ? [] : [`  -> ${visible(first.remedy)}`]
  return [head, paragraph(names), ...remedy].join('\n')
}

function verbOf({ title }: DoctorCheck): string {
  return title.split(' ')[0] ?? ''
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
