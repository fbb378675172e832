/** Comparing desired with live state. */
export const DIFF_ERRORS = {
  DRF4001: {
    title: 'The dump does not hold this kind',
    text:
      'The live side of `driftage diff` is a dump, and it holds no object of this kind in this namespace. Whether the object is ' +
      'missing in the cluster or was not dumped cannot be told. Dump the kind as well (kubectl get KIND -n NAMESPACE -o yaml). ' +
      'Everything else was compared.',
  },
  DRF4002: {
    title: 'The object has no schema',
    text:
      'What the fields of the kind mean is not known, so lists, quantities and defaults cannot be compared. With a cluster, grant the ' +
      'right to read /openapi/v3, or look at the error beside this one. With a dump, give the schema of a kind that is not built in: ' +
      'kubectl get --raw /openapi/v3/apis/GROUP/VERSION > FILE, and --openapi FILE. The object was not compared; everything else was.',
  },
  DRF4003: {
    title: 'No source holds the object',
    text:
      '`driftage explain` compares one object with what Git says of it, and none of the sources that were named holds it. Check the ' +
      'name, the namespace and the sources. Nothing was changed.',
  },
  DRF4004: {
    title: 'The file is no OpenAPI document',
    text:
      'A file given with --openapi has no components.schemas. Write one with kubectl get --raw /openapi/v3/apis/GROUP/VERSION. ' +
      'Nothing was compared.',
  },
  DRF4005: {
    title: 'The dump cannot be read',
    text:
      'The live side of `driftage diff` must be what kubectl get -o json or -o yaml writes. The message names the line. Nothing was ' +
      'compared, since a part of the dump would look like missing objects.',
  },
  DRF4006: {
    title: 'The package lacks its example',
    text: '`driftage demo` reads examples/demo of the package, which is not there. Install driftage again; nothing else is affected.',
  },
  DRF4007: {
    title: 'The package lacks its renderer',
    text:
      'Charts and kustomizations are rendered by a WebAssembly module of the package, which is not there or is damaged. Install driftage ' +
      'again (in a checkout: npm run build, which needs Go), or name native binaries with --render-with. Plain manifests need neither.',
  },
} as const
