/** DRF3200 to DRF3299: what tells of writes (audit logs, admission reviews) and how it gets here. */
export const AUDIT_ERRORS = {
  DRF3200: {
    title: 'The sender of audit events is not known',
    text: 'The request carries no token, or one that belongs to no cluster. Give the sender the token that is configured for its cluster: as a bearer token, as the access key of a delivery stream, or in the address, as `token` of a push subscription and as the last part for admission reviews. Nothing of the request was read.',
  },
  DRF3201: {
    title: 'The token belongs to another cluster',
    text: 'A token may submit audit events of its own cluster only, so that one cluster cannot say who wrote what in another. Use the token of the cluster that the address names. Nothing of the request was read.',
  },
  DRF3202: {
    title: 'The request with audit events is too large',
    text: 'A batch may have 10 MB, an admission review or a pushed message 3 MiB, unpacked as well as packed. Send smaller batches: `--audit-webhook-batch-max-size` and `--audit-webhook-truncate-enabled` of the API server, or the buffer size of the delivery stream. Nothing of the request was read; the writes that it told of stay without a user.',
  },
  DRF3203: {
    title: 'Too many audit events wait',
    text: 'More arrives than can be taken in, so the batch was turned away, and senders that try again will do so later. What is lost only lowers the confidence of attributions: no wrong user is named for it. Log less, such as only the kinds that sources contain.',
  },
  DRF3204: {
    title: 'The address for audit events is not complete',
    text: 'Audit events are posted to `/audit/CLUSTER/native`, `…/eks`, `…/gke` or `…/aks`, and admission reviews to `/audit/CLUSTER/admission/TOKEN`, with the name of the cluster as it is configured. Nothing was read.',
  },
  DRF3205: {
    title: 'Not an admission review',
    text: 'The body is no AdmissionReview of version v1 with a request, so there is nothing to answer. Check the webhook configuration, which `driftage audit policy --webhook` prints. API servers go on without an answer, since the webhook is configured to fail open.',
  },
  DRF3210: {
    title: 'The audit log cannot be read',
    text: 'The file that the configuration names is not there or may not be read. It is tried again every few seconds, and what is in it by then is read. Until then changes have no user unless they come in by another way. Nothing else is affected.',
  },
} as const
