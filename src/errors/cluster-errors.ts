/** Reaching a cluster: configuration (DRF300x), credentials (DRF301x), connections (DRF302x), answers (DRF303x). */
export const CLUSTER_ERRORS = {
  DRF3001: {
    title: 'No cluster is configured',
    text: 'There is no kubeconfig where kubectl would look (--kubeconfig, KUBECONFIG, ~/.kube/config), no --server, and this is not a pod with a service account. Name a kubeconfig or run where kubectl works. Nothing was read.',
  },
  DRF3002: {
    title: 'A kubeconfig could not be read',
    text: 'A kubeconfig file is missing, may not be read, or is not a kubeconfig. Repair the file or name another one. Nothing was read from any cluster.',
  },
  DRF3003: {
    title: 'The kubeconfig has no such entry',
    text: 'A context, cluster or user was asked for, by a flag or by another entry, that no kubeconfig file in use has. `kubectl config get-contexts` lists what there is. Nothing was read from any cluster.',
  },
  DRF3004: {
    title: 'Cluster settings are invalid or contradict each other',
    text: 'A setting of the kubeconfig or a flag has a value that cannot be used, or two settings exclude each other, such as a certificate authority together with insecure-skip-tls-verify. Nothing was read from any cluster.',
  },
  DRF3005: {
    title: 'A kubeconfig setting is not supported',
    text: 'The kubeconfig uses something that driftage does not have: an auth-provider (kubectl dropped these in 1.26 in favour of exec plugins) or a proxy that is neither http nor https. Nothing was read from any cluster.',
  },
  DRF3010: {
    title: 'The credential plugin failed',
    text: 'The exec plugin that the kubeconfig names for this user could not be started, ended with an error, took too long, or printed something that is no ExecCredential. Run the plugin by hand or log in again. The cluster was not asked, so its state is unknown, not in sync.',
  },
  DRF3011: {
    title: 'A credential file could not be read',
    text: 'A token, certificate or key file that the cluster settings name is missing, may not be read, or is empty. The cluster was not asked, so its state is unknown, not in sync.',
  },
  DRF3012: {
    title: 'The cluster refused the credentials',
    text: 'The API server answered 401, also after the credentials had been renewed once where that is possible. Log in again, or check token and certificate. What was asked for is unknown, not in sync.',
  },
  DRF3013: {
    title: 'Access is forbidden',
    text: 'The API server answered 403: the user may not do this. Grant the right (`driftage rbac` prints a role) or leave the objects out. What was asked for is unknown, not absent.',
  },
  DRF3020: {
    title: 'The cluster cannot be reached',
    text: 'No connection to the API server could be made, or it broke off each time it was tried: wrong address, no network or VPN, a proxy that refuses, or a server that is down. What was asked for is unknown, not in sync.',
  },
  DRF3021: {
    title: 'The identity of the server could not be verified',
    text: 'The TLS handshake failed: the certificate is not signed by the certificate authority of the cluster settings, is for another name, or has expired; or the server refused the client certificate. No credentials in headers were sent.',
  },
  DRF3022: {
    title: 'The cluster did not answer in time',
    text: 'The request took longer than --request-timeout (30 s unless set). Raise it or look at the load of the API server. What was asked for is unknown, not in sync.',
  },
  DRF3023: {
    title: 'The server redirects to another host',
    text: 'The answer points to another host or cannot be followed safely. Credentials are never sent along, so it was not followed: put the right address into the kubeconfig. What was asked for is unknown.',
  },
  DRF3030: {
    title: 'The cluster limits requests',
    text: 'The API server answered 429 each time, or asked for a pause that is longer than driftage waits. Try later or raise the share of this user in API priority and fairness. What was asked for is unknown, not in sync.',
  },
  DRF3031: {
    title: 'The API server failed',
    text: 'The API server, or an aggregated one behind it, answered with an error of its own (5xx) each time it was asked. What was asked for is unknown, not in sync.',
  },
  DRF3032: {
    title: 'The answer could not be understood',
    text: 'The answer is not what an API server sends: not JSON, cut off, too large, or about something else. Often a proxy or login page stands at the address. What was asked for is unknown, not in sync.',
  },
  DRF3033: {
    title: 'The kind is not served',
    text: 'The API server does not know the path of the kind: its CRD or its API group is gone or was never there. The objects are unknown, not absent.',
  },
  DRF3034: {
    title: 'The API server refused the request',
    text: 'The API server answered that the request cannot be done as it is: invalid, conflicting, or against a policy or quota. Values are left out of the message on purpose, only reasons and field paths are kept. Nothing was changed.',
  },
  DRF3035: {
    title: 'A list could not be finished',
    text: 'The list expired while it was being read (410), and again after it had been begun anew. The server compacts faster than the list can be read. The kind is unknown in this run, not empty.',
  },
  DRF3036: {
    title: 'An API group could not be discovered',
    text: 'The API server does not know at present what this group serves, usually because an aggregated API server (APIService) is down. Its kinds are unknown; all others were read.',
  },
} as const
