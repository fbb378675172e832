/** Watching a cluster: streams that break in ways that no answer of the server explains (DRF310x). */
export const WATCH_ERRORS = {
  DRF3101: {
    title: 'A watch was damaged',
    text: 'A line of the stream was cut off, longer than 8 MiB, or not what an API server sends; often a proxy or load balancer ended the connection in the middle. The kind is listed anew, since what the line said is lost. Until that is done its objects are as of the last whole line: stale, not in sync.',
  },
  DRF3102: {
    title: 'A watch went silent',
    text: 'Not a byte came for two and a half minutes, though an API server sends a sign of life every minute: the connection was dead without being closed. A new one is opened from where the old one ended, so that nothing is lost. Look for firewalls that drop idle connections. Until it is open the objects of the kind are as of the last sign of life.',
  },
  DRF3103: {
    title: 'A watch is closed as soon as it is open',
    text: 'The server or a proxy in front of it accepts the watch and ends it at once, again and again. It is opened again with growing pauses. Look at the time limits of proxies and load balancers. Meanwhile the objects of the kind are as of the last event.',
  },
} as const
