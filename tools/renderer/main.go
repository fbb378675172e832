// Command renderer turns a chart or a kustomization into manifests: one JSON request on stdin, one JSON response on
// stdout, nothing else. It runs as WebAssembly with one preopened folder, no environment and no network; built natively
// it takes the same precautions by itself.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"os"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout))
}

func run(in io.Reader, out io.Writer) int {
	seal()
	response := respond(in)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(response); err != nil {
		return 1
	}
	return 0
}

// seal closes the ways out that the WebAssembly host closes anyway, so that the native program behaves the same: no
// environment (and so no PATH on which git could be found), no HTTP, and no log lines, since Helm logs values.
func seal() {
	os.Clearenv()
	http.DefaultTransport = refusingTransport{}
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.DiscardHandler))
}

type refusingTransport struct{}

func (refusingTransport) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("the renderer has no network")
}

func respond(in io.Reader) (response Response) {
	// Helm and kustomize panic on some malformed input; a panic must not become a stack trace that holds values.
	defer func() {
		if recovered := recover(); recovered != nil {
			response = Response{Error: fail(codeInternal, "the rendering library panicked on this input")}
		}
	}()
	var request Request
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return Response{Error: fail(codeRequest, "the request is not the JSON that this program reads")}
	}
	response, err := render(&request)
	if err != nil {
		var failure *Failure
		if !errors.As(err, &failure) {
			failure = fail(codeInternal, "the renderer failed in an unforeseen way")
		}
		return Response{Error: failure, Engine: response.Engine}
	}
	return response
}

func render(request *Request) (Response, error) {
	if request.Kind == "version" {
		return Response{Versions: versions()}, nil
	}
	tree, err := readTree(request.Root)
	if err != nil {
		return Response{}, err
	}
	response := Response{}
	switch request.Kind {
	case "helm":
		response, err = renderHelm(request.Helm, tree)
	case "kustomize":
		response, err = renderKustomize(request.Kustomize, tree)
	case "flux":
		response, err = renderFlux(request.Flux, request.Root, tree)
	default:
		err = fail(codeRequest, "the request kind is not one of helm, kustomize, flux, version")
	}
	if err == nil {
		err = request.limits().check(response.Manifests)
	}
	return response, err
}

// check refuses output that no cluster would take: a template loop produces gigabytes from a few bytes.
func (l limits) check(manifests []Manifest) error {
	if len(manifests) > l.documents {
		return fail(codeTooLarge, fmt.Sprintf("the output has more than %d documents", l.documents))
	}
	size := 0
	for _, manifest := range manifests {
		size += len(manifest.Content)
	}
	if size > l.outputBytes {
		return fail(codeTooLarge, fmt.Sprintf("the output is larger than %d bytes", l.outputBytes))
	}
	return nil
}

// memoryOf copies the tree into kustomize's own file system, rooted at "/".
func memoryOf(tree tree) (filesys.FileSystem, error) {
	memory := filesys.MakeFsInMemory()
	for name, data := range tree {
		if err := memory.WriteFile("/"+name, data); err != nil {
			return nil, fail(codeInternal, "a file could not be taken into memory").in(name, 0)
		}
	}
	return memory, nil
}
