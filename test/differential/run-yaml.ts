import { readYaml } from '../../src/desired/yaml/read-yaml.ts'
import { canonicalJson, sameJson, type Json } from '../../src/model/json.ts'
import { parseLossless } from '../../src/model/lossless-json.ts'
import type { Oracle, YamlAnswer, YamlDialect } from '../oracle/oracle-answers.ts'
import { startOracle } from '../oracle/oracle-process.ts'
import { isAccepted } from './accepted-yaml.ts'
import { Random } from './random.ts'
import { randomYaml } from './random-yaml.ts'

/** A file that the two readers take for different things; `ours` and `theirs` are documents or what is wrong. */
export interface YamlDisagreement {
  readonly dialect: YamlDialect
  readonly text: string
  readonly ours: string
  readonly theirs: string
}

export interface YamlRun {
  readonly files: number
  /** Answers without an error; each file is asked about twice, once a dialect. */
  readonly readable: number
  /** Known differences that nobody can meet in what is deployed; see `accepted-yaml.ts`. */
  readonly accepted: number
  readonly seconds: number
  readonly disagreements: readonly YamlDisagreement[]
}

const DIALECTS = { sigs: 'go-yaml', kyaml: 'kyaml' } as const
const BATCH = 500

/** Compares our reading of random files with kubectl's and kustomize's. */
export async function runYaml(files: number, seed: number): Promise<YamlRun> {
  const oracle = await startOracle()
  const random = new Random(seed)
  const started = performance.now()
  const tally = { readable: 0, accepted: 0, disagreements: [] as YamlDisagreement[] }
  try {
    for (let done = 0; done < files; done += BATCH) {
      const texts = Array.from({ length: Math.min(BATCH, files - done) }, () => randomYaml(random))
      await Promise.all(texts.map((text) => checkText(oracle, text, tally)))
    }
  } finally {
    await oracle.close()
  }
  return { files, seconds: (performance.now() - started) / 1000, ...tally }
}

async function checkText(
  oracle: Oracle,
  text: string,
  tally: { readable: number; accepted: number; disagreements: YamlDisagreement[] },
): Promise<void> {
  for (const dialect of ['sigs', 'kyaml'] as const) {
    const disagreement = await compareYaml(oracle, text, dialect)
    if (disagreement === 'agreed') tally.readable++
    else if (disagreement === 'both refused') continue
    else if (isAccepted(disagreement)) tally.accepted++
    else tally.disagreements.push(disagreement)
  }
}

export async function compareYaml(
  oracle: Oracle,
  text: string,
  dialect: YamlDialect,
): Promise<YamlDisagreement | 'agreed' | 'both refused'> {
  const answer = await oracle.yaml(text, dialect)
  const theirs: YamlAnswer = answer.refused === undefined ? answer.result : { documents: [], error: answer.refused }
  const file = readYaml(text, DIALECTS[dialect])
  const ours = file.documents.map(({ value }) => value).filter((value) => value !== null)
  const refused = file.problems.length > 0
  if (refused && theirs.error !== undefined) return 'both refused'
  const same = refused === (theirs.error !== undefined) && sameJson(ours, documentsOf(theirs))
  if (same) return 'agreed'
  return {
    dialect,
    text,
    ours: refused ? file.problems.map(({ kind }) => kind).join() : canonicalJson(ours),
    theirs: theirs.error ?? canonicalJson(documentsOf(theirs)),
  }
}

function documentsOf(answer: YamlAnswer): Json[] {
  return answer.documents.map(parseLossless).filter((value) => value !== null)
}
