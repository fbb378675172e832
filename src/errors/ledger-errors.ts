/** What people ask of the ledger, and what it cannot do. */
export const LEDGER_ERRORS = {
  DRF5101: {
    title: 'There is no such finding',
    text:
      'No finding has this id, or an id that begins so. `driftage list` shows the ids; resolved findings are kept for the time that ' +
      'retention names. Nothing was changed.',
  },
  DRF5102: {
    title: 'The finding is resolved',
    text:
      'What was asked is about a difference that lasts, and this one has ended. If it comes back, the finding opens again with its ' +
      'history, and can be handled then. Nothing was changed.',
  },
  DRF5103: {
    title: 'The acceptance must end in the future',
    text:
      'Accepting a drift means living with it until a date; a date that has passed, or is none, is not taken. ' +
      'Give a later one. Nothing was changed.',
  },
  DRF5104: {
    title: 'The acceptance needs a reason',
    text: 'Whoever reads of the drift later must learn why it was accepted. Give a reason of at least one word. Nothing was changed.',
  },
  DRF5105: {
    title: 'The difference is no drift',
    text:
      'Only what is drift can be acknowledged or accepted. A change of Git that has not arrived, or a difference that a rule explains, ' +
      'waits for nobody. `driftage show` says which it is. Nothing was changed.',
  },
  DRF5106: {
    title: 'The assignee has no name',
    text: 'A finding is assigned to a team or a person by name, or to nobody. Give a name of at least one letter. Nothing was changed.',
  },
  DRF5110: {
    title: 'The key for checkpoints cannot be used',
    text:
      'Checkpoints of the ledger are signed with a secret of at least 32 bytes or an Ed25519 key, and this is neither. Give one of the ' +
      'two. No checkpoint was signed or checked; the ledger itself is untouched.',
  },
} as const
