import { at, isList, type Json } from '../../model/json.ts'

/** Session names that a tool made up; they name nobody. */
const NAMELESS_SESSIONS = new Set(['EKSGetTokenAuth'])

/**
 * The person behind a user that a cloud maps many people to. EKS puts the ARN into `user.extra`: for an assumed role it ends
 * with the session, which mostly is the person; where a tool has made it up, the role is all that is known. AKS puts the
 * object id beside names that are none. Undefined elsewhere.
 */
export function cloudIdentityOf(extra: Json | undefined): string | undefined {
  const arn = first(extra, 'arn')
  if (arn !== undefined) {
    const session = first(extra, 'sessionName') ?? arn.split('/').at(-1) ?? ''
    return NAMELESS_SESSIONS.has(session) ? (first(extra, 'canonicalArn') ?? arn) : arn
  }
  return first(extra, 'upn')
}

function first(extra: Json | undefined, name: string): string | undefined {
  const values = at(extra, name)
  const [value] = isList(values) ? values : [values]
  return typeof value === 'string' && value !== '' ? value : undefined
}
