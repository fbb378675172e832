import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { DoctorArguments } from '../arguments/doctor.ts'
import { doctorView } from '../views/doctor-table.ts'
import { renderAnswer } from '../views/render-answer.ts'
import type { CommandDesk } from './command-desk.ts'

/** Says whether a scan from here would see everything; where it would not, the exit code is that of such a scan. */
export async function doctor(asked: DoctorArguments, desk: CommandDesk): Promise<number> {
  const found = await desk.ports.doctor(asked, desk.talk)
  await desk.answer(await renderAnswer(found, asked.output, () => doctorView(found, desk.colours)))
  const statuses = found.groups.flatMap((group) => group.checks.map((check) => check.status))
  return statuses.some((status) => status === 'failed' || status === 'missing') ? EXIT_NOT_CHECKED : EXIT_OK
}
