export const CLUSTER_ERRORS = {} as const
