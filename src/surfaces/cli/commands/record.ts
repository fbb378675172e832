import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { RecordArguments } from '../arguments/record.ts'
import { recordText } from '../views/record-text.ts'
import type { CommandDesk } from './command-desk.ts'

/** Records until it is over. An interruption is how a recording usually ends, so it is no failure. */
export async function record(asked: RecordArguments, desk: CommandDesk): Promise<number> {
  const recorded = await desk.ports.record(asked, desk.talk)
  await desk.answer(recordText(recorded, 'driftage'))
  return recorded.notRecorded.length === 0 ? EXIT_OK : EXIT_NOT_CHECKED
}
