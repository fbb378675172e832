/** Archives of a cluster: recording, reading and replaying them (DRF54xx). */
export const ARCHIVE_ERRORS = {
  DRF5401: {
    title: 'The archive cannot be read',
    text: 'The file is not there, or this user may not read it. Check the path. Nothing was replayed, and what is remembered stays as it is.',
  },
  DRF5402: {
    title: 'This is no archive of driftage',
    text: 'The file does not begin as an archive does: it is something else, or its beginning is damaged. Name an archive. Nothing was replayed.',
  },
  DRF5403: {
    title: 'The archive is of a newer version',
    text: 'A newer driftage wrote the archive, and this one does not know everything that it may hold. Replay it with that version or a newer one. Nothing was replayed, since a part of the truth would look like the whole.',
  },
  DRF5404: {
    title: 'The archive is damaged',
    text: 'Behind a certain place the file is cut off or damaged, as when recording was killed or a copy did not finish. Everything before that place is whole and is replayed; what came after it is not known. Record or copy the archive again to see the rest.',
  },
  DRF5405: {
    title: 'The archive does not hold this',
    text: 'The comparison asked for something that was not recorded, such as a kind that nothing watched at the time. What depends on it is not checked. Record again with the sources that need it.',
  },
  DRF5406: {
    title: 'The data folder belongs to another archive',
    text: 'The memory in this folder comes from another archive, and two of them in one memory would tell of one cluster that never was. Name another folder with --data, or remove this one. Nothing was changed.',
  },
  DRF5407: {
    title: 'The archive cannot be written',
    text: 'The folder is not there, this user may not write to it, or the disk is full. Name another place, or make room. A file that was begun ends at its last whole line and can be replayed up to there.',
  },
  DRF5408: {
    title: 'The archive is there already',
    text: 'A file has the name under which the archive is to be written, and it may be the only recording of something. Name another one, or say --overwrite. Nothing was recorded, and the file is as it was.',
  },
  DRF5409: {
    title: 'The archive is full',
    text: 'It has become as large as a replay can read, so recording has ended by itself. It is whole up to that moment and can be replayed. Record again for less time, or with fewer sources.',
  },
} as const
