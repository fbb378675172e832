import { DriftageError } from '../../../errors/driftage-error.ts'
import { type ObjectRef, parseRef } from '../../../model/object-ref.ts'

/** An object as people name it: by its written reference, or as in kubectl. */
export type ObjectChoice =
  | { readonly form: 'reference'; readonly reference: ObjectRef }
  /** `resource` is what kubectl takes: `deployment`, `deploy`, `deployments.apps`. The namespace comes from `-n`. */
  | { readonly form: 'resource'; readonly resource: string; readonly name: string }

/** @throws DriftageError DRF1008 */
export function readObjectChoice(text: string): ObjectChoice {
  const reference = parseRef(text)
  if (reference !== undefined) return { form: 'reference', reference }
  const [resource, name, ...rest] = text.split('/')
  if (resource && name && rest.length === 0) return { form: 'resource', resource, name }
  throw new DriftageError(
    'DRF1008',
    `"${text}" names no object. Write it as cluster/group/Kind/namespace/name, such as prod-eu/apps/Deployment/shop/web ` +
      '(with - for the core group and for cluster scope), or as deployment/web -n shop.',
  )
}
