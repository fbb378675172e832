export const DIFF_ERRORS = {} as const
