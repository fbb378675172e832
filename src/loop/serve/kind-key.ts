import type { KindInfo } from '../../model/kind-info.ts'

/** One string for a kind, whatever version it is served in. */
export function kindKey({ group, kind }: Pick<KindInfo, 'group' | 'kind'>): string {
  return `${group}/${kind}`
}
