package main

import (
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/yaml"
)

// checkKustomization follows all that a kustomization names before kustomize sees it, since kustomize fetches what looks
// like an address: each name must be a file or folder below the root.
func checkKustomization(files tree, dir string) error {
	return (&kustomizationCheck{files: files, seen: map[string]bool{}}).folder(dir)
}

type kustomizationCheck struct {
	files tree
	seen  map[string]bool
}

func (c *kustomizationCheck) folder(dir string) error {
	if c.seen[dir] {
		return nil // a cycle is kustomize's to report
	}
	c.seen[dir] = true
	file, found := c.files.kustomizationIn(dir)
	if !found {
		return fail(codeMissingFile, "there is no kustomization file").in(path.Join(dir, "kustomization.yaml"), 0)
	}
	var kustomization types.Kustomization
	// Not strict: fields that this version no longer knows are for kustomize to refuse.
	if err := yaml.Unmarshal(c.files[file], &kustomization); err != nil {
		return plainRedactor().failure(codeYAML, err).in(file, lineIn(err.Error()))
	}
	if len(kustomization.HelmCharts) > 0 || len(kustomization.HelmChartInflationGenerator) > 0 || kustomization.HelmGlobals != nil {
		return fail(codeHelmInKustomize, "a kustomization that inflates charts is not rendered").in(file, 0)
	}
	for _, name := range namedFiles(&kustomization) {
		if err := c.named(dir, file, name, false); err != nil {
			return err
		}
	}
	for _, name := range filesOrText(&kustomization) {
		if isText(name) {
			continue
		}
		if err := c.named(dir, file, name, true); err != nil {
			return err
		}
	}
	return nil
}

// named checks one entry and descends into a folder.
func (c *kustomizationCheck) named(dir, file, name string, optional bool) error {
	if isRemote(name) {
		return fail(codeRemoteBase, "a remote resource is not fetched").in(file, 0)
	}
	target, err := c.files.inside(dir, name)
	if err != nil {
		return err.(*Failure).in(file, 0)
	}
	if _, ok := c.files[target]; ok {
		return nil
	}
	if _, ok := c.files.kustomizationIn(target); ok {
		return c.folder(target)
	}
	switch {
	case c.files.hasFolder(target) || optional:
		return nil // a folder without a kustomization is kustomize's to report
	case looksLikeRepository(name):
		return fail(codeRemoteBase, "a remote resource is not fetched").in(file, 0)
	}
	return fail(codeMissingFile, "a file that the kustomization names does not exist: "+target).in(file, 0)
}

// namedFiles lists the fields that hold nothing but paths.
func namedFiles(k *types.Kustomization) []string {
	names := join(k.Resources, k.Bases, k.Components, k.Crds, k.Configurations)
	if path := k.OpenAPI["path"]; path != "" {
		names = append(names, path)
	}
	for _, replacement := range k.Replacements {
		names = appendNonEmpty(names, replacement.Path)
	}
	for _, patch := range append(append([]types.Patch{}, k.Patches...), k.PatchesJson6902...) {
		names = appendNonEmpty(names, patch.Path)
	}
	for _, generator := range k.ConfigMapGenerator {
		names = append(names, pairSources(generator.KvPairSources)...)
	}
	for _, generator := range k.SecretGenerator {
		names = append(names, pairSources(generator.KvPairSources)...)
	}
	return names
}

// filesOrText lists the fields that hold a path or the YAML itself.
func filesOrText(k *types.Kustomization) []string {
	names := join(k.Generators, k.Transformers, k.Validators)
	for _, patch := range k.PatchesStrategicMerge {
		names = append(names, string(patch))
	}
	return names
}

func pairSources(kv types.KvPairSources) []string {
	names := append([]string{}, kv.EnvSources...)
	names = appendNonEmpty(names, kv.EnvSource)
	for _, source := range kv.FileSources {
		if _, file, found := strings.Cut(source, "="); found {
			source = file
		}
		names = append(names, source)
	}
	return names
}

func join(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

func appendNonEmpty(list []string, item string) []string {
	if item == "" {
		return list
	}
	return append(list, item)
}

func isText(entry string) bool {
	return strings.Contains(entry, "\n") || strings.HasPrefix(strings.TrimSpace(entry), "{") || strings.HasPrefix(strings.TrimSpace(entry), "[")
}

var (
	remote     = regexp.MustCompile(`(?i)://|^[a-z0-9]+::|^[\w.-]+@[\w.-]+:|^file:`)
	repository = regexp.MustCompile(`(?i)^(?:gh:|(?:www\.)?github\.com[/:]|[\w-]+(?:\.[\w-]+)+/[^/]+/)|[?&](?:ref|version|timeout|submodules)=|\.git(?:/|\?|$)|_git/`)
)

// isRemote is true of what kustomize would fetch even if a file had that name.
func isRemote(name string) bool { return remote.MatchString(name) }

// looksLikeRepository is true of what kustomize would clone where there is no such file.
func looksLikeRepository(name string) bool { return repository.MatchString(name) }
