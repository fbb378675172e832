import { resolve } from 'node:path'
import { compileCondition } from '../adapters/cel/compile-condition.ts'
import { checkConfig } from '../config/check-config.ts'
import type { Config } from '../config/config.ts'
import { configSchema } from '../config/config-schema.ts'
import { explainConfig } from '../config/explain-config.ts'
import { loadConfig } from '../config/load-config.ts'
import { parsePath } from '../model/field-path-parse.ts'
import type { Response } from '../model/response-rule.ts'
import type { RuleFacts } from '../policy/rules/rule-facts.ts'
import type { ConfigArguments, SupposedDifference } from '../surfaces/cli/arguments/config.ts'
import type { ConfigAnswer, ShownRules } from '../surfaces/cli/config-answer.ts'

/** What `driftage config` answers; reads the files of the configuration, and nothing else. Never throws. */
export async function configCommand(asked: ConfigArguments): Promise<ConfigAnswer> {
  switch (asked.verb) {
    case 'schema':
      return { kind: 'schema', schema: configSchema() }
    case 'check': {
      const { errors, ...found } = await checkConfig(resolve(asked.file), compileCondition)
      return errors.length > 0 ? { kind: 'wrong', errors } : { kind: 'right', ...found }
    }
    case 'explain': {
      const loaded = await loadConfig(resolve(asked.file), compileCondition)
      if ('errors' in loaded) return { kind: 'wrong', errors: loaded.errors }
      return { kind: 'explained', explanation: explained(loaded.config, asked.supposed) }
    }
  }
}

function explained(config: Config, supposed: SupposedDifference): ShownRules {
  const { aspects, rules, enabled } = explainConfig(config, [], factsOf(supposed), compileCondition, Date.now())
  const { expected, severity, modifiers, graceMs, owner, response } = aspects
  return {
    expected: expected ?? null,
    severity,
    modifiers,
    graceMs,
    owner: owner ?? null,
    response: stepsOf(response),
    enabled,
    rules: rules.map(({ rule: { id, from }, standing, decides, overruled }) => ({
      id,
      from,
      standing,
      decides,
      overruled,
    })),
  }
}

function factsOf({ ref, path, labels, sources, severity, actor }: SupposedDifference): RuleFacts {
  return {
    ref,
    labels,
    sources,
    path: parsePath(path) ?? [],
    writtenPath: path,
    kind: 'modified',
    actorClass: actor,
    manager: undefined,
    severity,
    // Nobody knows the values; conditions over them are unknown then, and never right by accident.
    sensitive: true,
    desired: undefined,
    live: undefined,
  }
}

function stepsOf(response: Response): Readonly<Record<string, number>> {
  const { notifyAfterMs, revertAfterMs, pullRequestAfterMs, ticketAfterMs, escalateAfterMs } = response
  const steps: readonly (readonly [string, number | undefined])[] = [
    ['notify', notifyAfterMs],
    ['revert', revertAfterMs],
    ['pull-request', pullRequestAfterMs],
    ['ticket', ticketAfterMs],
    ['escalate', escalateAfterMs],
  ]
  return Object.fromEntries(steps.filter((step): step is readonly [string, number] => step[1] !== undefined))
}
