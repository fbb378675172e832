/** DRF2100 to DRF2199: turning charts and kustomizations into manifests. Sources in such a state are unknown, not drifted. */
export const RENDER_ERRORS = {
  DRF2100: {
    title: 'The renderer failed',
    text: 'The program that renders charts and kustomizations stopped in a way that it does not foresee, for instance because the Helm or kustomize library panicked on this input. The source counts as unknown, others are not affected. Render the same files with helm or kustomize; if that works, please report it.',
  },
  DRF2101: {
    title: 'Rendering took too long',
    text: 'The render was ended at its time limit, mostly because of a template that calls itself or loops over a huge range. The source counts as unknown until it renders again. Simplify the template or raise the limit.',
  },
  DRF2102: {
    title: 'Rendering needed too much memory',
    text: 'The render was ended at its memory limit, or because a template calls itself without end. The source counts as unknown until it renders again. Simplify the templates or raise the limit.',
  },
  DRF2103: {
    title: 'Too much to render',
    text: 'The input or the output is larger than its limit, in bytes or in number of documents. Nothing of it was used. Check the chart for a loop or an archive that unpacks to far more than it is, or raise the limit.',
  },
  DRF2104: {
    title: 'A path leaves the folder',
    text: 'A chart, a values file or a kustomization names an absolute path, a path that leaves the checked-out folder, a symbolic link or a special file. Such paths are never followed. Put the file into the same repository folder and name it relatively.',
  },
  DRF2105: {
    title: 'A file is missing',
    text: 'A chart, a values file or a file that a kustomization names does not exist at this revision. The source counts as unknown. Correct the path in the source or add the file.',
  },
  DRF2106: {
    title: 'The chart is not valid',
    text: 'Helm cannot load the chart: Chart.yaml is incomplete, a sub-chart is broken, or it is a library chart, which renders nothing by itself.',
  },
  DRF2107: {
    title: 'A chart dependency is not vendored',
    text: 'Chart.yaml names a dependency that is not in charts/. Rendering has no network and fetches nothing. Commit the dependency, or configure the repository from which it may be fetched.',
  },
  DRF2108: {
    title: 'The values cannot be read',
    text: 'A values file is not YAML, or a parameter is not of the form key=value. The message names the file and never the value.',
  },
  DRF2109: {
    title: 'The values break the schema of the chart',
    text: "The chart's values.schema.json does not allow the values. The message names the place and the rule that is broken, never the value.",
  },
  DRF2110: {
    title: 'The schema of the chart refers to another document',
    text: 'values.schema.json has a reference to a file or an address outside the chart. It is not loaded. Put the definition into the schema, or turn schema validation off for this source.',
  },
  DRF2111: {
    title: 'The chart does not support this Kubernetes version',
    text: "Chart.yaml has a kubeVersion constraint that the cluster's version does not meet. Helm would refuse to install it too.",
  },
  DRF2112: {
    title: 'A template failed',
    text: 'A template cannot be parsed or executed. File and line are the place of the cause. Words that are not part of the templates are replaced by … since they could be secret values.',
  },
  DRF2113: {
    title: 'The rendered text is not YAML',
    text: 'A template gave text that is not valid YAML, or a kustomization file is not. Mostly the indentation of an included block is wrong.',
  },
  DRF2114: {
    title: 'The kustomization cannot be built',
    text: 'kustomize refused the kustomization. Words that could be values are replaced by … in its message. Run kustomize build on the same revision to see the whole message.',
  },
  DRF2115: {
    title: 'The kustomization refers to a remote resource',
    text: 'A resource, base, component or patch is an address. Rendering has no network: what it gave would depend on something that is not in this repository. Vendor it into the repository.',
  },
  DRF2116: {
    title: 'The kustomization inflates charts',
    text: 'helmCharts, helmGlobals and helmChartInflationGenerator are not rendered, since they run programs with settings from the repository. Make the chart a source of its own.',
  },
  DRF2117: {
    title: 'The kustomization uses plugins',
    text: 'Plugins run programs from the repository and are never run. Built-in generators and transformers work.',
  },
  DRF2118: {
    title: 'Variables cannot be substituted',
    text: 'Substituting the variables of a Flux Kustomization failed: a variable has a bad name, or the text is not YAML afterwards.',
  },
  DRF2119: {
    title: 'The configured program failed',
    text: 'The helm or kustomize binary that is configured for rendering could not be run, or ended with an error. Its message is not shown, since it can hold values. Run it by hand on the same revision.',
  },
  DRF2120: {
    title: 'The renderer is missing',
    text: 'The WebAssembly module that renders charts and kustomizations cannot be read or is damaged. Install driftage again, or configure helm and kustomize binaries.',
  },
  DRF2121: {
    title: 'The configured programs cannot render this source',
    text: 'There is no binary configured for this kind of source. Configure it, or render with the built-in renderer.',
  },
  DRF2122: {
    title: 'The renderer is closed',
    text: 'A render was asked for while driftage was shutting down. Nothing was rendered.',
  },
} as const
