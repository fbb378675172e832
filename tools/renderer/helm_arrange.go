package main

import (
	"slices"
	"sort"
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

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
		if events := eventsOf(hook); !(request.SkipTests && slices.Contains(events, release.HookTest.String())) {
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
