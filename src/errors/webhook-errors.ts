/** DRF2090 to DRF2099: pushes that forges announce. */
export const WEBHOOK_ERRORS = {
  DRF2090: {
    title: 'There is no such webhook',
    text: 'Forges announce pushes by POST to /webhooks/git, and nothing else is taken under /webhooks. Nothing was read or changed.',
  },
  DRF2091: {
    title: 'The push is not authentic',
    text:
      'The request has no signature, or one that none of the configured secrets made. Give the forge one of them: a signature with ' +
      'SHA-256 (GitHub, Gitea, Forgejo) or the token (GitLab). SHA-1 counts for nothing. Sources are looked at as often as before.',
  },
  DRF2092: {
    title: 'The push is too large',
    text:
      'Announcements of pushes are read up to 3 MiB, and this one is larger or did not come in time. Sources are looked at as ' +
      'often as before, so the push is seen a little later.',
  },
  DRF2093: {
    title: 'The push cannot be read',
    text:
      'The request is authentic, but not JSON as forges send it; choose application/json as content type. Sources are looked at ' +
      'as often as before.',
  },
  DRF2094: {
    title: 'Too many announcements at once',
    text: 'As many announcements as are read at a time are under way. The forge may try again; sources are looked at as often as before.',
  },
} as const
