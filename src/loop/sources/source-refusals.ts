import { DriftageError } from '../../errors/driftage-error.ts'

export function unknownSource(): DriftageError {
  return new DriftageError(
    'DRF2050',
    'No source of this name is configured. `driftage status` lists what there is. Nothing was changed.',
  )
}

export function nothingToConfirm(source: string, isGone: boolean): DriftageError {
  const why = isGone
    ? `The branch or tag of ${source} is gone; correct the revision in the configuration or push it again.`
    : `The source ${source} is not held.`
  return new DriftageError('DRF2051', `${why} Nothing was changed.`)
}

export function noCommit(source: string): DriftageError {
  const text = `The repository of ${source} has no such commit, or the source has none at all. Name the full id of a commit that was pushed. What was known before stays as it was.`
  return new DriftageError('DRF2052', text)
}
