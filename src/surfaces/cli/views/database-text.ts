import type { ChainVerdict } from '../../../ledger/verify-chain.ts'
import { visible } from '../../../model/visible-text.ts'
import type { DatabaseAnswer } from '../store-answer.ts'
import { count } from './count-text.ts'

export function databaseText(answer: DatabaseAnswer): string {
  switch (answer.did) {
    case 'migrated':
      return answer.steps.length === 0
        ? 'The tables have the form of this version already.\n'
        : `The tables were brought to the form of this version: ${answer.steps.join(', ')}.\n`
    case 'checked': {
      const lines = answer.problems.map(({ table, row, text }) => `${table} ${visible(row)}: ${text}`)
      const found = lines.length === 0 ? ['Every row is as it must be.'] : lines
      return `${[...found, chainText(answer.chain)].join('\n')}\n`
    }
    case 'backed-up':
      return `Everything as of one moment is in ${visible(answer.file)}.\n${keyText(answer.key)}`
    case 'restored':
      return `${count(answer.rows, 'row')} restored, and the record chains as before.\n${keyText(answer.key)}`
    case 'moved':
      return `${count(answer.rows, 'row')} copied, and the record chains as before. The old store is as it was; let no service use it any more.\n${keyText(answer.key)}`
  }
}

/** Without its key a ledger cannot tell whether a secret changed; with it, a copy could be used to guess secrets from. */
function keyText(key: string): string {
  return `The key for digests of secrets is no part of it: ${visible(key)}. Keep it elsewhere, and give it to the service that goes on.\n`
}

export function chainText(chain: ChainVerdict): string {
  return chain.state === 'whole'
    ? `The record is whole up to entry ${chain.last.sequence}, hash ${chain.last.hash}.`
    : `The record is broken (${chain.fault}) at entry ${chain.sequence}: ${chain.text}.`
}
