/** The store of the ledger: opening it (DRF500x), writing and reading (DRF501x), its operations (DRF502x). */
export const STORE_ERRORS = {
  DRF5001: {
    title: 'Another process has the data folder open',
    text:
      'The embedded store takes one process at a time, since two would destroy each other’s records. Stop the other service, use ' +
      'another folder with --data, or keep the ledger on a PostgreSQL server, which takes many. Nothing was read or changed.',
  },
  DRF5002: {
    title: 'The data folder cannot be used',
    text:
      'The folder cannot be made, read or written, or it holds something that is no ledger of driftage. Check the path and its rights, ' +
      'or name another one with --data. Nothing was changed.',
  },
  DRF5003: {
    title: 'The data folder lies on a network file system',
    text:
      'The embedded store needs the locks and write order of a local disk; on NFS, SMB and the like records are lost without a word. ' +
      'Use a local folder, or keep the ledger on a PostgreSQL server. Nothing was read or changed.',
  },
  DRF5004: {
    title: 'The embedded store stopped',
    text:
      'The thread of the embedded store ended, was closed, or lost its data folder to another process. Start driftage again. What had ' +
      'been confirmed is in the folder; what was under way was not written.',
  },
  DRF5005: {
    title: 'The address of the PostgreSQL server cannot be used',
    text: 'The ledger’s address must be a URL such as postgres://user@host:5432/driftage. Nothing was read or changed.',
  },
  DRF5006: {
    title: 'The ledger was written by a newer driftage',
    text:
      'The tables have changes that this version does not know, so it could damage what it does not understand. Use the newer version, ' +
      'or restore a backup that was taken before. Nothing was changed.',
  },
  DRF5007: {
    title: 'The tables of the ledger could not be prepared',
    text:
      'A step that makes or changes the tables failed, for instance for lack of rights: the user must own the schema. All steps are in ' +
      'one transaction, so the tables are as they were.',
  },
  DRF5008: {
    title: 'The PostgreSQL server is too old',
    text: 'The ledger needs PostgreSQL 14 or newer. Upgrade the server or name another one. Nothing was changed.',
  },
  DRF5011: {
    title: 'The lease on the cluster is lost',
    text:
      'Another service has taken over the cluster since, so what this one still wanted to write about it was refused. The other one goes ' +
      'on from what is recorded. Nothing was written.',
  },
  DRF5012: {
    title: 'The PostgreSQL server cannot be reached',
    text:
      'No connection could be made or kept, also after several tries. Whether the last write had arrived is looked up by its key as soon ' +
      'as the server answers, so nothing is written twice. Findings keep their ages meanwhile.',
  },
  DRF5013: {
    title: 'The store has no space left',
    text:
      'The disk of the ledger is full. Free space, enlarge it, or keep records for a shorter time. What could ' +
      'not be written is not recorded; what had been confirmed is.',
  },
  DRF5014: {
    title: 'The store refused a record that contradicts itself',
    text:
      'A constraint of the ledger does not allow the record, for instance two open periods of one finding at a time. This is a fault of ' +
      'driftage: please report the name of the constraint. Nothing of the change was written; what was recorded before is as it was. The ' +
      'change is decided anew a few times and then left out; other objects are recorded meanwhile.',
  },
  DRF5015: {
    title: 'The store failed',
    text:
      'The database answered with an error that has no code of its own here; the message gives its SQLSTATE. Nothing of the change was ' +
      'written; what was recorded before is as it was.',
  },
  DRF5016: {
    title: 'The place in the list cannot be used',
    text:
      'A list is read on from a cursor that the page before gave, and this one is not of this list. Begin the list anew without a cursor. ' +
      'Nothing was changed.',
  },
  DRF5019: {
    title: 'A statement beside its transaction',
    text:
      'Inside a transaction a statement was sent outside of it, which would wait for itself for ever on the embedded store. This is a ' +
      'fault of driftage: please report it. The transaction was rolled back.',
  },
  DRF5020: {
    title: 'The store is not empty',
    text:
      'Restoring and moving write a whole ledger, and mixing two would break both chains of activity. Name an empty database or folder. ' +
      'Nothing was changed.',
  },
  DRF5021: {
    title: 'The file is no whole backup',
    text:
      'The file is not a backup of driftage, is cut off, was changed, or comes from a newer version. Use another one. Nothing was ' +
      'restored: the store is as empty as it was.',
  },
} as const
