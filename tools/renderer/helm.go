package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"helm.sh/helm/v4/pkg/ignore"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
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

// loadChart reads a folder as Helm's directory loader does, but from memory.
func loadChart(dir string, files tree) (*chart.Chart, error) {
	dir, err := files.inside("", dir)
	if err != nil {
		return nil, err
	}
	if data, ok := files[dir]; ok {
		loaded, err := loader.LoadArchive(bytes.NewReader(data))
		if err != nil {
			return nil, plainRedactor().failure(codeChart, err).in(dir, 0)
		}
		return loaded, nil
	}
	prefix := dir + "/"
	if dir == "" {
		prefix = ""
	}
	if _, ok := files[prefix+"Chart.yaml"]; !ok {
		return nil, fail(codeMissingFile, "there is no Chart.yaml").in(prefix+"Chart.yaml", 0)
	}
	buffered, err := chartFiles(prefix, files)
	if err != nil {
		return nil, err
	}
	loaded, err := loader.LoadFiles(buffered)
	if err != nil {
		return nil, plainRedactor().knowing(buffered).failure(codeChart, err).in(prefix+"Chart.yaml", 0)
	}
	return loaded, nil
}

func chartFiles(prefix string, files tree) ([]*archive.BufferedFile, error) {
	rules := ignore.Empty()
	if data, ok := files[prefix+ignore.HelmIgnore]; ok {
		parsed, err := ignore.Parse(bytes.NewReader(data))
		if err != nil {
			return nil, fail(codeChart, "a pattern in .helmignore cannot be read").in(prefix+ignore.HelmIgnore, 0)
		}
		rules = parsed
	}
	rules.AddDefaults()
	var buffered []*archive.BufferedFile
	for name, data := range files {
		relative := strings.TrimPrefix(name, prefix)
		if !strings.HasPrefix(name, prefix) || ignored(rules, relative) {
			continue
		}
		if int64(len(data)) > archive.MaxDecompressedFileSize {
			return nil, fail(codeTooLarge, fmt.Sprintf("a chart's file is larger than Helm's limit of %d bytes", archive.MaxDecompressedFileSize)).in(name, 0)
		}
		buffered = append(buffered, &archive.BufferedFile{Name: relative, Data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))})
	}
	sort.Slice(buffered, func(i, j int) bool { return buffered[i].Name < buffered[j].Name })
	return buffered, nil
}

// ignored asks for the file and for each folder above it, since Helm does not descend into an ignored folder.
func ignored(rules *ignore.Rules, name string) bool {
	for i, char := range name {
		if char == '/' && rules.Ignore(name[:i], entryInfo{path.Base(name[:i]), true}) {
			return true
		}
	}
	return rules.Ignore(name, entryInfo{path.Base(name), false})
}

// entryInfo is the little that ignore rules ask of a file.
type entryInfo struct {
	name   string
	folder bool
}

func (e entryInfo) Name() string       { return e.name }
func (e entryInfo) Size() int64        { return 0 }
func (e entryInfo) ModTime() time.Time { return time.Time{} }
func (e entryInfo) IsDir() bool        { return e.folder }
func (e entryInfo) Sys() any           { return nil }
func (e entryInfo) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir
	}
	return 0
}

func sortDependencies(c *chart.Chart) {
	dependencies := c.Dependencies()
	sort.SliceStable(dependencies, func(i, j int) bool { return dependencies[i].Name() < dependencies[j].Name() })
	for _, dependency := range dependencies {
		sortDependencies(dependency)
	}
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

// arrange puts the documents in Helm's order: CRDs, then resources by kind, then hooks.
func arrange(request *HelmRequest, c *chart.Chart, rendered map[string]string, origin *sources) ([]Manifest, []string, error) {
	for name := range rendered {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(rendered, name)
		}
	}
	var manifests []Manifest
	if request.IncludeCRDs {
		for _, crd := range c.CRDObjects() {
			for _, document := range documentsOf(string(crd.File.Data)) {
				manifests = append(manifests, Manifest{Source: origin.fileOf(crd.Filename), Content: document, CRD: true})
			}
		}
	}
	hooks, resources, err := releaseutil.SortManifests(rendered, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, nil, err
	}
	for _, resource := range resources {
		manifests = append(manifests, Manifest{Source: origin.fileOf(resource.Name), Content: resource.Content})
	}
	for _, hook := range hooks {
		if events := eventsOf(hook); !(request.SkipTests && contains(events, release.HookTest.String())) {
			manifests = append(manifests, Manifest{Source: origin.fileOf(hook.Path), Content: hook.Manifest, Hooks: events})
		}
	}
	return manifests, warningsOf(c), nil
}

func warningsOf(c *chart.Chart) []string {
	if c.Metadata.Deprecated {
		return []string{"The chart is marked as deprecated."}
	}
	return nil
}

// documentsOf splits as Helm does, in order.
func documentsOf(text string) []string {
	split := releaseutil.SplitManifests(text)
	keys := make([]string, 0, len(split))
	for key := range split {
		keys = append(keys, key)
	}
	sort.Sort(releaseutil.BySplitManifestsOrder(keys))
	documents := make([]string, 0, len(keys))
	for _, key := range keys {
		documents = append(documents, split[key])
	}
	return documents
}

func eventsOf(hook *release.Hook) []string {
	events := make([]string, 0, len(hook.Events))
	for _, event := range hook.Events {
		events = append(events, event.String())
	}
	return events
}

func contains(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}
