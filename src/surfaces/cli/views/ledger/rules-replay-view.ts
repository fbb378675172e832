import type { ReplayedFinding, RuledPart, RulesReplay } from '../../../../model/rules-replay.ts'
import type { ClusterState } from '../../../../model/source-state.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { RulesFormat } from '../../arguments/ledger/rules.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count, list } from '../count-text.ts'
import { plainText } from '../markdown-text.ts'
import { pathText, referenceText } from '../object-text.ts'
import { renderAnswer } from '../render-answer.ts'
import { indent } from '../table.ts'
import { codeTable } from './code-table.ts'
import { freshnessSentence } from './freshness-text.ts'
import { type AskedReplay, countsOf, limitsOf, rulesReplayData } from './rules-replay-data.ts'
import { factText, partText, standingText } from './rules-replay-text.ts'

/** Most findings that people are shown; data holds all of them. */
const SHOWN = 100

export async function rulesReplayAnswer(
  known: AskedReplay & { readonly clusters: readonly ClusterState[] },
  format: RulesFormat,
  colours: Colours,
): Promise<string> {
  const { replay } = known
  const fresh = freshnessSentence(known.clusters, replay.now)
  if (format === 'markdown') return markdownOf(known, fresh)
  return renderAnswer(rulesReplayData(known), format, () => tableOf(known, fresh, colours))
}

function tableOf({ replay, asked }: AskedReplay, fresh: string, colours: Colours): string {
  const rules = [RULE_HEAD.map(colours.faint), ...ruleRows(replay)]
  const blocks = [
    fresh,
    ...replay.items.slice(0, SHOWN).map((item) => itemBlock(item, colours)),
    ...more(replay),
    columns(rules),
    `${closing(replay, asked)}\n${limitsOf(replay).join('\n')}`,
  ]
  return `${blocks.join('\n\n')}\n`
}

function itemBlock(item: ReplayedFinding, colours: Colours): string {
  const head = `${colours.strong(referenceText(item.object))}  ${pathText(item.path)}  ${visible(item.id.slice(0, 12))}`
  const rows = partsOf(item).map((part) => [colours.faint(WORDS[part]), sidesText(item, part)])
  return [head, indent(columns(rows)), ...untoldLines(item).map((line) => `  ${line}`)].join('\n')
}

function sidesText({ before, after }: ReplayedFinding, part: RuledPart): string {
  return `${partText(before, part)} -> ${partText(after, part)}`
}

/** Parts that depend on the same facts stand on one line. */
function untoldLines({ untold }: ReplayedFinding): readonly string[] {
  const byFacts = new Map<string, string[]>()
  for (const { part, because } of untold) {
    const facts = list(because.map(factText))
    byFacts.set(facts, [...(byFacts.get(facts) ?? []), WORDS[part]])
  }
  return [...byFacts].map(([facts, parts]) => `${list(parts)} cannot be told without what is not recorded: ${facts}`)
}

const WORDS: Readonly<Record<RuledPart, string>> = {
  expected: 'expected',
  severity: 'severity',
  state: 'state',
  owner: 'owner',
  decision: 'next',
}

/** Parts that change, or may, in the order in which they are told. */
function partsOf({ changes, untold }: ReplayedFinding): readonly RuledPart[] {
  const told = new Set([...changes, ...untold.map(({ part }) => part)])
  return (Object.keys(WORDS) as RuledPart[]).filter((part) => told.has(part))
}

function more({ items }: RulesReplay): readonly string[] {
  return items.length > SHOWN ? [`And ${count(items.length - SHOWN, 'finding')} more; -o json holds all of them.`] : []
}

const RULE_HEAD = ['RULE', 'FROM', 'NOW', 'THEN', 'CANNOT BE TOLD', '']

function ruleRows({ rules }: RulesReplay): readonly (readonly string[])[] {
  return rules.map((one) => [
    visible(one.rule),
    one.from === 'gone' ? '' : one.from,
    String(one.before),
    String(one.after),
    one.untold === 0 ? '' : String(one.untold),
    standingText(one),
  ])
}

function closing(replay: RulesReplay, { file, inForce }: AskedReplay['asked']): string {
  const { changed, untold } = countsOf(replay)
  const other = inForce === undefined ? 'what is recorded' : visible(inForce)
  const all = count(replay.findings, 'recorded finding')
  const result =
    replay.items.length === 0
      ? `nothing would change about ${all}`
      : `of ${all}, ${changed} would change and ${untold} cannot be told in full`
  return `Rules of ${visible(file)}, compared with ${other}: ${result}.`
}

function markdownOf({ replay, asked }: AskedReplay, fresh: string): string {
  const rows = replay.items
    .slice(0, SHOWN)
    .flatMap((item) =>
      partsOf(item).map((part) => [
        referenceText(item.object),
        pathText(item.path),
        WORDS[part],
        partText(item.before, part),
        partText(item.after, part),
        list(item.untold.filter((one) => one.part === part).flatMap(({ because }) => because.map(factText))),
      ]),
    )
  const blocks = [
    plainText(fresh),
    ...(rows.length === 0 ? [] : [codeTable(['Object', 'Field', 'What', 'Now', 'Then', 'Not recorded'], rows)]),
    ...more(replay).map(plainText),
    codeTable(['Rule', 'From', 'Now', 'Then', 'Cannot be told', ''], ruleRows(replay)),
    plainText(closing(replay, asked)),
    limitsOf(replay).map(plainText).join('<br>\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}
