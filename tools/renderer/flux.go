package main

import (
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"
)

// renderFlux builds a folder as Flux's kustomize-controller does: it writes the object's own settings into the
// kustomization file (or makes one of all manifests in the folder), builds, and substitutes variables.
func renderFlux(request *FluxRequest, root string, files tree) (Response, error) {
	response := Response{Engine: engineNamed("flux")}
	if request == nil {
		return response, fail(codeRequest, "the request has no flux part")
	}
	dir, err := files.inside("", request.Dir)
	if err != nil {
		return response, err
	}
	object := unstructured.Unstructured{Object: request.Kustomization}
	generator := kustomize.NewGeneratorWithIgnore(root, request.Ignore, object)
	manifest, file, _, err := generator.GenerateManifest(filepath.Join(root, filepath.FromSlash(dir)))
	if err != nil {
		return response, kustomizeFailure(err, files)
	}
	name := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(file), filepath.ToSlash(root)), "/")
	marked, added := withOrigins(manifest)
	files[name] = marked
	if err := checkKustomization(files, dir); err != nil {
		return response, err
	}
	memory, err := memoryOf(files)
	if err != nil {
		return response, err
	}
	built, err := kustomize.Build(memory, "/"+dir)
	if err != nil {
		return response, kustomizeFailure(err, files)
	}
	if err := substitute(object, request.SubstituteFrom, built); err != nil {
		return response, err
	}
	response.Manifests, err = manifestsOf(built, dir, added)
	return response, err
}

// substitute replaces variables as the controller does. Those of substituteFrom are merged below the object's own ones,
// which win.
func substitute(object unstructured.Unstructured, from map[string]string, built resmap.ResMap) error {
	variables := map[string]any{}
	for name, value := range from {
		variables[name] = value
	}
	own, _, err := unstructured.NestedStringMap(object.Object, "spec", "postBuild", "substitute")
	if err != nil {
		return fail(codeSubstitution, "spec.postBuild.substitute is not a map of strings")
	}
	for name, value := range own {
		variables[name] = value
	}
	if len(variables) == 0 {
		return nil
	}
	if err := unstructured.SetNestedMap(object.Object, variables, "spec", "postBuild", "substitute"); err != nil {
		return fail(codeSubstitution, "spec.postBuild is not a map")
	}
	for _, each := range built.Resources() {
		if err := substituteIn(object, each, built); err != nil {
			return err
		}
	}
	return nil
}

func substituteIn(object unstructured.Unstructured, each *resource.Resource, built resmap.ResMap) error {
	// DryRun: nothing is read from a cluster.
	replaced, err := kustomize.SubstituteVariables(nil, nil, object, each, kustomize.SubstituteWithDryRun(true))
	if err != nil {
		return fail(codeSubstitution, "variables cannot be substituted in "+each.GetKind()+" "+each.GetName())
	}
	if replaced == nil {
		return nil // opted out by label or annotation
	}
	if _, err := built.Replace(replaced); err != nil {
		return fail(codeSubstitution, "a substituted resource cannot be put back")
	}
	return nil
}
