import type { RenderRequestHelm } from '../../desired/renderer.ts'

/** The command line that means the same as the request. Each value is one argument, so it can hold anything. */
export function helmArguments(request: RenderRequestHelm): string[] {
  const each = (flag: string, values: readonly string[]) => values.map((value) => `${flag}=${value}`)
  const when = (flag: string, wanted: boolean) => (wanted ? [flag] : [])
  return [
    'template',
    `--namespace=${request.namespace}`,
    ...when(`--kube-version=${request.kubeVersion}`, request.kubeVersion !== ''),
    ...each('--api-versions', request.apiVersions),
    ...each('--values', request.valuesFiles),
    ...each('--set', request.set),
    ...each('--set-string', request.setString),
    ...each('--set-file', request.setFile),
    ...when('--include-crds', request.includeCrds),
    ...when('--is-upgrade', request.isUpgrade ?? true),
    ...when('--skip-tests', request.skipTests ?? false),
    ...when('--skip-schema-validation', request.skipSchemaValidation ?? false),
    '--',
    request.releaseName,
    // Helm takes a bare name for a chart of a repository.
    `./${request.chartDir}`,
  ]
}
