export const SOURCE_ERRORS = {} as const
