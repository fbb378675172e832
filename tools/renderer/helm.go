package main

import (
	"fmt"
	"path"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

// renderHelm follows `helm template` step by step: load, dependencies, values, schema, version, templates, order.
func renderHelm(request *HelmRequest, files tree) (Response, error) {
	response := Response{Engine: engineNamed("helm")}
	if request == nil {
		return response, fail(codeRequest, "the request has no helm part")
	}
	loaded, err := loadChart(request.ChartDir, files)
	if err != nil {
		return response, err
	}
	// Helm reads sub-charts from a map; a fixed order makes two renders of the same files equal.
	sortDependencies(loaded)
	if err := checkInstallable(loaded); err != nil {
		return response, err
	}
	given, err := mergeValues(request, files)
	if err != nil {
		return response, err
	}
	capabilities, err := capabilitiesOf(request)
	if err != nil {
		return response, err
	}
	hide := redactorOf(loaded, given)
	origin := sourcesOf(loaded, request.ChartDir, files)
	if err := chartutil.ProcessDependencies(loaded, given); err != nil {
		return response, hide.failure(codeChart, err)
	}
	origin.placed(loaded)
	values, err := renderValues(request, loaded, given, capabilities)
	if err != nil {
		return response, hide.failure(codeValues, err)
	}
	coalesced, _ := asTable(values["Values"])
	if !request.SkipSchemaValidation {
		if err := validateSchemas(loaded, coalesced, origin); err != nil {
			return response, err
		}
	}
	if wanted := loaded.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return response, fail(codeKubeVersion, fmt.Sprintf("the chart requires Kubernetes %s and is rendered for %s", wanted, capabilities.KubeVersion.Version)).in(path.Join(request.ChartDir, "Chart.yaml"), 0)
	}
	rendered, err := engine.Engine{}.Render(loaded, values)
	if err != nil {
		return response, hide.failure(codeTemplate, err).relocated(origin)
	}
	response.Manifests, response.Warnings, err = arrange(request, loaded, rendered, origin)
	if err != nil {
		return response, hide.failure(codeYAML, err).relocated(origin)
	}
	response.Traits = traitsOf(loaded, coalesced, origin)
	return response, nil
}

// checkInstallable refuses what `helm template` refuses before it looks at values.
func checkInstallable(c *chart.Chart) error {
	if c.Metadata.Type != "" && c.Metadata.Type != "application" {
		return fail(codeChart, "a library chart renders nothing by itself")
	}
	vendored := map[string]bool{}
	for _, dependency := range c.Dependencies() {
		vendored[dependency.Name()] = true
	}
	var missing []string
	for _, dependency := range c.Metadata.Dependencies {
		if dependency != nil && !vendored[dependency.Name] {
			missing = append(missing, dependency.Name)
		}
	}
	if len(missing) > 0 {
		return fail(codeMissingDependency, "Chart.yaml names dependencies that are not in charts/: "+strings.Join(missing, ", "))
	}
	return nil
}

func capabilitiesOf(request *HelmRequest) (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	if request.KubeVersion != "" {
		version, err := common.ParseKubeVersion(request.KubeVersion)
		if err != nil {
			return nil, fail(codeRequest, "kubeVersion is not a version")
		}
		capabilities.KubeVersion = *version
	}
	capabilities.APIVersions = append(capabilities.APIVersions, request.APIVersions...)
	return capabilities, nil
}

func renderValues(request *HelmRequest, c *chart.Chart, given map[string]any, capabilities *common.Capabilities) (common.Values, error) {
	options := common.ReleaseOptions{
		Name:      request.ReleaseName,
		Namespace: request.Namespace,
		Revision:  1,
		IsInstall: !request.IsUpgrade,
		IsUpgrade: request.IsUpgrade,
	}
	// The schema is validated by validateSchemas, which reaches for no file and no network and quotes no value.
	return util.ToRenderValuesWithSchemaValidation(c, given, options, capabilities, true)
}
