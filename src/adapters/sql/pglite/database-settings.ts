/**
 * Settings of the embedded database, written when it is made. There is no background writer, so the write-ahead log is
 * kept small by its limit and by the timed CHECKPOINT. The system keeps the pages of its files as well: the default of 128 MB
 * for them is a hundred more of resident memory, for a tenth of the time of a read.
 */
export const DATABASE_SETTINGS: string[] = ['max_wal_size = 64MB', 'shared_buffers = 32MB', "timezone = 'UTC'"]
