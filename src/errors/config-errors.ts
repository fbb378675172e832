/**
 * DRF12xx: the configuration. It is read as a whole or not at all: while one error is in it, the configuration in use stays in
 * use, and a service that has none yet does not start. Messages never quote values, since one could be a secret. Exit code 3.
 */
export const CONFIG_ERRORS = {
  DRF1201: {
    title: 'The configuration is not YAML',
    text: 'The file breaks the rules of YAML, holds more than one document, or uses aliases or nesting beyond the limits. The message names file, line and column. Correct the file. A service that runs keeps the configuration that it has.',
  },
  DRF1202: {
    title: 'Unknown key in the configuration',
    text: 'The configuration has no such key at this place; it may be misspelt, or belong elsewhere. A key that is not understood could be the one that was to keep something safe, so it is refused. `schemas/driftage-config.schema.json` lets editors complete keys. A service that runs keeps the configuration that it has.',
  },
  DRF1203: {
    title: 'Value that the configuration does not allow',
    text: 'The value has the wrong type, lies outside its bounds or is not one of those that can be chosen; the message says what can. Durations are written `90s`, `10m`, `4h` or `30d`. A service that runs keeps the configuration that it has.',
  },
  DRF1204: {
    title: 'A needed key is missing',
    text: 'Without this key it is not clear what is meant, and a guess could look at the wrong cluster. Add it. A service that runs keeps the configuration that it has.',
  },
  DRF1205: {
    title: 'A secret in the configuration',
    text: 'Configurations are committed, copied and shown, so they never hold a secret, only the place of one: `env:NAME` for an environment variable, `file:/path` for a file. Move the secret there, and treat the one that was written as known to others. A service that runs keeps the configuration that it has.',
  },
  DRF1206: {
    title: 'A name is used twice',
    text: 'Two entries have the same name, so that nobody could tell which one is meant. Rename one. A service that runs keeps the configuration that it has.',
  },
  DRF1207: {
    title: 'A name that nothing has',
    text: 'The entry names a cluster, calendar, source or team that the configuration does not define. Correct the name, or add what it names. A service that runs keeps the configuration that it has.',
  },
  DRF1208: {
    title: 'An include that cannot be followed',
    text: 'What is included must lie in the folder of the main file or below, exist, and not include itself. Files outside, reached by `..`, an absolute path or a link, are refused, and so are more than 200 files or includes that go deeper than four levels. A service that runs keeps the configuration that it has.',
  },
  DRF1209: {
    title: 'A file of the configuration cannot be read',
    text: 'The file is not there, may not be read, is larger than 1 MiB or is not UTF-8. Correct path or rights. A service that runs keeps the configuration that it has.',
  },
  DRF1210: {
    title: 'A rule that cannot be used',
    text: 'A path pattern, a name pattern, a date or a condition of the rule cannot be understood or goes beyond the limits that keep rules fast. The message says which and why. No rule is left out silently: the configuration in use stays in use.',
  },
  DRF1211: {
    title: 'Beyond what a source may set',
    text: "The source's own `.driftage.yaml` says something that the central configuration (`sourceBounds`) does not let sources say, or speaks for objects of others. Its settings do not count until it is corrected: for its objects the central and the shipped rules hold. Other sources are not affected.",
  },
  DRF1212: {
    title: 'Nothing to compare',
    text: 'Without a cluster and a source nothing would be found, which would look like success. Name at least one of each. A service that runs keeps the configuration that it has.',
  },
  DRF1213: {
    title: 'A secret that is not where the configuration says',
    text: 'The environment variable is not set, or the file cannot be read or is empty. Put the secret there, or correct the reference. What needs the secret does not start, and a service that runs keeps what it has; nothing falls back to working without it.',
  },
} as const
