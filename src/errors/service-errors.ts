/** The service cannot do what it was asked, or may not go on. */
export const SERVICE_ERRORS = {
  DRF5201: {
    title: 'The lease on this cluster was lost',
    text: 'The lease ran out before this service renewed it, and another one may have it by now. What would still be written under it is refused, so that nothing is written twice. Whoever holds the lease goes on from what is recorded; this service tries to get it back when it is free. Nothing was written.',
  },
  DRF5202: {
    title: 'The service is stopping',
    text: 'The service takes no more work, since it was told to stop. What had been accepted before is written. Ask again once it runs. Nothing was changed.',
  },
  DRF5203: {
    title: 'The service does not watch this object',
    text: 'None of the sources of this service holds the object, or its cluster is not one of this service. `driftage status` lists clusters and sources. Nothing was changed.',
  },
  DRF5204: {
    title: 'No such source',
    text: 'The service has no source of this name. `driftage status` lists them. Nothing was changed.',
  },
  DRF5205: {
    title: 'The cluster has not answered yet',
    text: 'A chart is rendered for the versions that its cluster serves, and the cluster has not said yet which these are. It is asked again every few seconds, and the chart is rendered as soon as it answers. Findings keep their state; nothing was changed.',
  },
  DRF5206: {
    title: 'A service is needed',
    text: 'Reading an object anew, saying what was rolled out and confirming a held source are done by a running service, which watches clusters and sources. Without one there is only what was recorded. Start `driftage serve`, or name a service with `--server`. Nothing was changed.',
  },
} as const
