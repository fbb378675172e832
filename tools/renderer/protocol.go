package main

import (
	"runtime/debug"
)

// Request is what comes in on stdin. All paths inside it are relative to Root, with slashes.
type Request struct {
	// Kind is one of "helm", "kustomize", "flux", "version".
	Kind string `json:"kind"`
	// Root is the folder that holds everything the render may read.
	Root string `json:"root"`
	// MaxOutputBytes bounds the sum of all manifests. Default 50 MiB.
	MaxOutputBytes int `json:"maxOutputBytes,omitempty"`
	// MaxDocuments bounds their number. Default 50,000.
	MaxDocuments int `json:"maxDocuments,omitempty"`

	Helm      *HelmRequest      `json:"helm,omitempty"`
	Kustomize *KustomizeRequest `json:"kustomize,omitempty"`
	Flux      *FluxRequest      `json:"flux,omitempty"`
}

// HelmRequest has the meaning of the flags of `helm template`.
type HelmRequest struct {
	// ChartDir is a chart's folder, or its .tgz archive.
	ChartDir    string `json:"chartDir"`
	ReleaseName string `json:"releaseName"`
	Namespace   string `json:"namespace"`
	// ValuesFiles are merged in order, later ones win; then Set, SetString, SetFile, in Helm's order.
	ValuesFiles []string `json:"valuesFiles"`
	Set         []string `json:"set"`
	SetString   []string `json:"setString"`
	SetFile     []string `json:"setFile"`
	// KubeVersion such as "1.36.3". Empty: the version of the Kubernetes libraries that Helm was built with.
	KubeVersion string `json:"kubeVersion"`
	// APIVersions are added to the set that Helm knows by itself.
	APIVersions          []string `json:"apiVersions"`
	IncludeCRDs          bool     `json:"includeCrds"`
	IsUpgrade            bool     `json:"isUpgrade"`
	SkipTests            bool     `json:"skipTests"`
	SkipSchemaValidation bool     `json:"skipSchemaValidation"`
}

// KustomizeRequest names the folder that holds the kustomization file.
type KustomizeRequest struct {
	Dir string `json:"dir"`
}

// FluxRequest renders a folder as Flux's kustomize-controller does.
type FluxRequest struct {
	Dir string `json:"dir"`
	// Kustomization is the kustomize.toolkit.fluxcd.io object. Its path and sourceRef are not read.
	Kustomization map[string]any `json:"kustomization"`
	// SubstituteFrom holds the variables that the object's substituteFrom refers to, already read and merged.
	SubstituteFrom map[string]string `json:"substituteFrom"`
	// Ignore holds patterns in the format of .gitignore, as in the source object's spec.ignore.
	Ignore string `json:"ignore"`
}

// Response is what goes out on stdout: either Error or the rest.
type Response struct {
	Manifests []Manifest        `json:"manifests,omitempty"`
	Traits    []Trait           `json:"traits,omitempty"`
	Warnings  []string          `json:"warnings,omitempty"`
	Engine    *Engine           `json:"engine,omitempty"`
	Versions  map[string]string `json:"versions,omitempty"`
	Error     *Failure          `json:"error,omitempty"`
}

// Manifest is one YAML document.
type Manifest struct {
	// Source is the file it came from where that is known, else empty.
	Source  string   `json:"source"`
	Content string   `json:"content"`
	Hooks   []string `json:"hooks,omitempty"`
	CRD     bool     `json:"crd,omitempty"`
}

// Trait says that a template's output is not a function of Git alone.
type Trait struct {
	File string `json:"file"`
	// Uses is one of "lookup", "release-revision", "random", "time".
	Uses string `json:"uses"`
}

// Engine names the library that rendered.
type Engine struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type limits struct {
	outputBytes, documents int
}

func (r *Request) limits() limits {
	l := limits{outputBytes: 50 << 20, documents: 50_000}
	if r.MaxOutputBytes > 0 {
		l.outputBytes = r.MaxOutputBytes
	}
	if r.MaxDocuments > 0 {
		l.documents = r.MaxDocuments
	}
	return l
}

var libraries = map[string]string{
	"helm":      "helm.sh/helm/v4",
	"kustomize": "sigs.k8s.io/kustomize/api",
	"flux":      "github.com/fluxcd/pkg/kustomize",
}

// versions reads the versions of the libraries from the build information, so that no number is kept in two places.
func versions() map[string]string {
	found := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return found
	}
	for _, module := range info.Deps {
		for name, path := range libraries {
			if module.Path == path {
				found[name] = module.Version
			}
		}
	}
	return found
}

func engineNamed(name string) *Engine {
	return &Engine{Name: name, Version: versions()[name]}
}
