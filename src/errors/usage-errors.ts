/** What somebody typed or configured cannot be carried out. Nothing was read, asked or changed. Exit code 3. */
export const USAGE_ERRORS = {
  DRF1001: {
    title: 'Unknown command',
    text: 'The first word is not a command of driftage. `driftage help` lists the commands. Nothing was read or changed.',
  },
  DRF1002: {
    title: 'Unknown flag',
    text: 'The command does not know this flag; perhaps it belongs to another command. `driftage help COMMAND` lists the flags of a command. Nothing was read or changed.',
  },
  DRF1003: {
    title: 'Flag without its value',
    text: 'The flag needs a value after it. A value that starts with a dash is written `--flag=-value`. Nothing was read or changed.',
  },
  DRF1004: {
    title: 'Value that is not allowed',
    text: 'The value cannot be used for this flag or argument; the message lists what can. Nothing was read or changed.',
  },
  DRF1005: {
    title: 'Missing argument',
    text: 'The command needs to be told what to work on. A scan without any source would find nothing and look like success, so it is refused. Nothing was read or changed.',
  },
  DRF1006: {
    title: 'Too many arguments',
    text: 'The command takes fewer words than were given. Names that hold spaces need quotes; a field path usually needs them too, since shells read brackets. Nothing was read or changed.',
  },
  DRF1007: {
    title: 'Flags that do not go together',
    text: 'Two of the flags exclude each other, or one has no meaning without another: `--ref` and `--path` belong to `--git`; `--release`, `--values`, `--set` and `--set-string` belong to a Helm chart. A flag that would have no effect is refused, since the answer would not be about what was meant. Nothing was read or changed.',
  },
  DRF1008: {
    title: 'Not a reference of an object',
    text: 'An object is named by its written reference `cluster/group/Kind/namespace/name`, such as `prod-eu/apps/Deployment/shop/web` with `-` for the core group and for cluster scope, or as in kubectl by `deployment/web -n shop`. Nothing was read or changed.',
  },
  DRF1009: {
    title: 'Not a field path',
    text: 'A field is named by its written path, such as `.spec.template.spec.containers[name="web"].image`. Quote it, since shells read brackets. Nothing was read or changed.',
  },
  DRF1010: {
    title: 'Unknown error code',
    text: 'The catalogue has no such code. `driftage errors` lists all of them. Nothing was read or changed.',
  },
  DRF1099: {
    title: 'A fault of driftage itself',
    text: 'Something failed that should not be able to. The message of such a fault is not printed, since it could hold a value of a manifest; `--debug` shows where it happened. Please report that text. Nothing was written to the cluster, and what was asked for was not checked. Exit code 2.',
  },
} as const
