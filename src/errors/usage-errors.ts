export const USAGE_ERRORS = {} as const
