import { stringAt, type Json } from '../model/json.ts'

/** Defaults that are made of another field, but are no copy of it. */
export type Computation = 'image-pull-policy' | 'list-kind' | 'singular'

/** @param holder the object that holds the field; undefined where it does not have what the value is made of */
export function computedDefault(computation: Computation, holder: Json | undefined): string | undefined {
  return COMPUTATIONS[computation](holder)
}

const COMPUTATIONS: Readonly<Record<Computation, (holder: Json | undefined) => string | undefined>> = {
  'image-pull-policy': imagePullPolicy,
  'list-kind': (names) => suffixed(stringAt(names, 'kind'), 'List'),
  singular: (names) => stringAt(names, 'kind')?.toLowerCase(),
}

function suffixed(text: string | undefined, suffix: string): string | undefined {
  return text === undefined ? undefined : `${text}${suffix}`
}

/** Of a container or an image volume: `Always` where the image has the tag latest or none, `IfNotPresent` otherwise; a digest counts as a tag. */
function imagePullPolicy(container: Json | undefined): string | undefined {
  const image = stringAt(container, 'image') ?? stringAt(container, 'reference')
  if (image === undefined) return undefined
  if (image.includes('@')) return 'IfNotPresent'
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}
