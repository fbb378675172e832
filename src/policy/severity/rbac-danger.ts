import { at, isList, type Json, stringAt } from '../../model/json.ts'

const DANGEROUS_VERBS = new Set(['*', 'bind', 'escalate', 'impersonate'])

/** True for a rule of a role with which its holder can take any other right. */
export function isDangerousRule(rule: Json | undefined): boolean {
  return textsAt(rule, 'verbs').some((verb) => DANGEROUS_VERBS.has(verb))
}

const EVERYONE = new Set(['system:masters', 'system:anonymous', 'system:authenticated', 'system:unauthenticated'])

/** True for a subject that stands for everybody, or for the group that no policy can limit. */
export function everyoneSubject(subject: Json | undefined): boolean {
  return EVERYONE.has(stringAt(subject, 'name') ?? '')
}

/** True for a binding to the role that may do everything. */
export function grantsAdmin(binding: Json): boolean {
  return stringAt(binding, 'roleRef', 'name') === 'cluster-admin'
}

function textsAt(value: Json | undefined, field: string): readonly string[] {
  const list = at(value, field)
  return isList(list) ? list.filter((item) => typeof item === 'string') : []
}
