/**
 * Settings of the embedded database, written when it is made. There is no background writer, so the write-ahead log is
 * kept small by its limit and by the timed CHECKPOINT.
 */
export const DATABASE_SETTINGS: string[] = ['max_wal_size = 64MB', "timezone = 'UTC'"]
