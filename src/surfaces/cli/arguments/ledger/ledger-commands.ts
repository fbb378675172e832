import { addAccept, addAck, addAssign, addReopen, type HandlingArguments } from './handling.ts'
import type { AddLedgerCommand } from './ledger-command.ts'
import { addList, type ListArguments } from './list.ts'
import { addConfirm, addDeployed, addRecheck, type OrderArguments } from './orders.ts'
import {
  addActivity,
  addFights,
  addHistory,
  addOverwritten,
  addShow,
  addStatus,
  type QuestionArguments,
} from './questions.ts'
import { addRules, type RulesArguments } from './rules.ts'

/** What is asked of the memory. */
export type LedgerArguments = ListArguments | QuestionArguments | RulesArguments | HandlingArguments | OrderArguments

/** Every command that asks the memory, in the order of the help. */
export const LEDGER_COMMANDS: readonly AddLedgerCommand[] = [
  addStatus,
  addList,
  addShow,
  addHistory,
  addAck,
  addAccept,
  addReopen,
  addAssign,
  addOverwritten,
  addFights,
  addRules,
  addActivity,
  addDeployed,
  addConfirm,
  addRecheck,
]
