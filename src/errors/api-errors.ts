/** The HTTP API of the service, and the command line as its client. */
export const API_ERRORS = {
  DRF6001: {
    title: 'Others could reach the service, and no token is configured',
    text:
      'Bound to an address that other machines reach, the service shows every drift and takes commands, so it must know who asks. ' +
      'Configure at least one token, or bind to 127.0.0.1, where a token for this machine is made at the start. The service has not started.',
  },
  DRF6002: {
    title: 'The service cannot listen there',
    text:
      'The address is not one of this machine, the port is taken, or listening there is not allowed. Choose another with `--listen`. ' +
      'The service has not started.',
  },
  DRF6003: {
    title: 'The token is too short',
    text: 'A token needs at least 32 characters, so that it cannot be guessed. `openssl rand -hex 32` makes one. A service that starts does not start; one that runs goes on with the tokens before.',
  },
  DRF6010: {
    title: 'No valid token',
    text:
      'Everything but the health checks needs `Authorization: Bearer TOKEN`. The token is missing, unknown, expired or revoked; which ' +
      'of these, and whether what was asked for exists, is not said. Nothing was read or changed.',
  },
  DRF6011: {
    title: 'The token may only read',
    text: 'The command needs a token that may write. Whether what it is about exists is not said. Nothing was changed.',
  },
  DRF6012: {
    title: 'There is no such thing',
    text: 'The path names nothing that the API has, or nothing that the ledger holds. `/api/v1/openapi.json` lists the paths. Nothing was changed.',
  },
  DRF6013: {
    title: 'The request is not understood',
    text:
      'A parameter or a member of the body is missing, has a value that is not allowed, or is not known; the message says which. ' +
      '`/api/v1/openapi.json` says what is allowed. Nothing was changed.',
  },
  DRF6014: {
    title: 'The request could come from a foreign page',
    text:
      'Requests that change something need `Content-Type: application/json` and the header `X-Driftage-Client` with any value: a page of ' +
      'another site cannot send these unasked. Nothing was changed.',
  },
  DRF6015: {
    title: 'Too many failed attempts',
    text: 'Tokens were tried too often without success. The answer says after how many seconds to try again. Nothing was read or changed.',
  },
  DRF6016: {
    title: 'The request is too large',
    text: 'Bodies may have 64 KiB and headers 16 KiB. Nothing was changed.',
  },
  DRF6017: {
    title: 'The service does not go by this name',
    text:
      'Bound to loopback, the service answers only to the names of this machine, since a page of another site could otherwise reach it ' +
      'under a name of its own. Ask for 127.0.0.1 or localhost. Nothing was read or changed.',
  },
  DRF6018: {
    title: 'The ledger cannot be used now',
    text:
      'The store of the service did not answer or refused. Nothing of the request was recorded, or it is not known whether it was; ask ' +
      'again, commands may be repeated. The log of the service says more.',
  },
  DRF6019: {
    title: 'Too many streams',
    text: 'So many clients follow `/api/v1/changes` that no further one is taken. Close some, or poll `/api/v1/activity`. Nothing was changed.',
  },
  DRF6050: {
    title: 'There is no ledger to ask',
    text:
      'The command reads the memory of a service. None was named, and none runs on this machine with this data folder. Name one with ' +
      '`--server URL` and `--token-file FILE`, or by DRIFTAGE_SERVER and DRIFTAGE_TOKEN. Nothing was read or changed.',
  },
  DRF6051: {
    title: 'The service cannot be reached',
    text:
      'No answer came from the address: the service does not run there, the network is in between, or its certificate is not trusted. ' +
      'Nothing is known of the present state. Whether a command was carried out before the connection broke is not known; it may be repeated.',
  },
  DRF6052: {
    title: 'The answer is not that of a driftage service',
    text:
      'Something answered, but not in the contract of `/api/v1`: it is another program, or a version that does not know this command. ' +
      'Nothing was changed that the message does not name.',
  },
  DRF6053: {
    title: 'There is no token for the service',
    text: 'The file of the token is missing, empty, or may be read by others. Check the path, and chmod 600. Nothing was sent.',
  },
  DRF6054: {
    title: 'Watching needs a service',
    text: '`--watch` follows what a service records, and none runs; the ledger was opened directly. Start `driftage serve`, or leave the flag out.',
  },
  DRF6055: {
    title: 'The address of the service is not allowed',
    text:
      'The address must be http or https without user, password, query or fragment, and a token goes over http only to this machine, since ' +
      'others could read it on its way. Use https. Nothing was sent.',
  },
  DRF6099: {
    title: 'A fault of the service itself',
    text:
      'Something failed that should not be able to. The log of the service says where, under the number of the request. Please report that. ' +
      'Whether a command was carried out is not known; it may be repeated.',
  },
} as const
