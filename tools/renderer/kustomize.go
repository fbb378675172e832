package main

import (
	"bytes"
	"path"
	"regexp"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
)

// renderKustomize is `kustomize build` with its defaults: no plugins, no Helm, nothing loaded from outside the folder of
// the kustomization that names it.
func renderKustomize(request *KustomizeRequest, files tree) (Response, error) {
	response := Response{Engine: engineNamed("kustomize")}
	if request == nil {
		return response, fail(codeRequest, "the request has no kustomize part")
	}
	dir, err := files.inside("", request.Dir)
	if err != nil {
		return response, err
	}
	if err := checkKustomization(files, dir); err != nil {
		return response, err
	}
	file, _ := files.kustomizationIn(dir)
	marked, added := withOrigins(files[file])
	files[file] = marked
	memory, err := memoryOf(files)
	if err != nil {
		return response, err
	}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified
	options.LoadRestrictions = types.LoadRestrictionsRootOnly
	options.PluginConfig = types.DisabledPluginConfig()
	built, err := krusty.MakeKustomizer(options).Run(memory, "/"+dir)
	if err != nil {
		return response, kustomizeFailure(err, files)
	}
	response.Manifests, err = manifestsOf(built, dir, added)
	return response, err
}

var metadataLine = regexp.MustCompile(`(?m)^["']?buildMetadata["']?\s*:`)

// withOrigins asks kustomize to note where each resource comes from, which is taken out again afterwards. A file that
// sets buildMetadata itself, or that is not written as plain lines, stays as it is; then sources may be unknown.
func withOrigins(kustomization []byte) (marked []byte, added bool) {
	text := bytes.TrimSpace(kustomization)
	if metadataLine.Match(text) || bytes.HasPrefix(text, []byte("{")) || bytes.HasSuffix(text, []byte("...")) {
		return kustomization, false
	}
	return append(bytes.Clone(text), "\nbuildMetadata: [originAnnotations]\n"...), true
}

func manifestsOf(built resmap.ResMap, dir string, added bool) ([]Manifest, error) {
	manifests := make([]Manifest, 0, built.Size())
	for _, resource := range built.Resources() {
		source := ""
		if origin, err := resource.GetOrigin(); err == nil && origin != nil {
			source = origin.Path
			if source == "" {
				source = origin.ConfiguredIn
			}
			source = path.Join(dir, source)
		}
		if added {
			if err := resource.SetOrigin(nil); err != nil {
				return nil, fail(codeKustomize, "a resource's annotations cannot be read")
			}
		}
		content, err := resource.AsYAML()
		if err != nil {
			return nil, fail(codeKustomize, "a resource cannot be written as YAML")
		}
		manifests = append(manifests, Manifest{Source: source, Content: string(content)})
	}
	return manifests, nil
}

// kustomizationIn finds the one file that kustomize would read in a folder.
func (t tree) kustomizationIn(dir string) (string, bool) {
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if _, ok := t[path.Join(dir, name)]; ok {
			return path.Join(dir, name), true
		}
	}
	return "", false
}

var (
	pluginWords = regexp.MustCompile(`external plugins? disabled|plugin-home|unable to load external plugin|function specs|alpha-plugins|enable-exec|must specify --enable`)
	identity    = regexp.MustCompile(`(?m)^\s*-?\s*(?:kind|name|namespace|apiVersion):\s*["']?([\w./-]+)["']?\s*$`)
)

// kustomizeFailure keeps kustomize's message with the names of files and objects, and nothing else that stands in them.
func kustomizeFailure(err error, files tree) *Failure {
	hide := plainRedactor()
	for name, data := range files {
		hide.learnName(name)
		hide.learnName("/" + name)
		hide.learnName(path.Base(name))
		for _, found := range identity.FindAllSubmatch(data, -1) {
			hide.learnName(string(found[1]))
		}
	}
	code := codeKustomize
	if pluginWords.MatchString(err.Error()) {
		code = codePlugin
	}
	return hide.failure(code, err)
}
