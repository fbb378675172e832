package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
)

// yamlRequest asks how a stream of documents is read: "sigs" as kubectl, Flux and Argo CD do, "kyaml" as kustomize does.
type yamlRequest struct {
	Text    string `json:"text"`
	Dialect string `json:"dialect"`
}

// yamlDocuments holds JSON texts, not JSON values, so that numbers reach the reader as they were written.
type yamlDocuments struct {
	Documents []string `json:"documents"`
	// Error tells why reading stopped after these documents.
	Error string `json:"error,omitempty"`
}

func readYAML(line []byte) (any, error) {
	var request yamlRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	switch request.Dialect {
	case "sigs":
		return readAsKubectl(request.Text), nil
	case "kyaml":
		return readAsKustomize(request.Text), nil
	}
	return nil, fmt.Errorf("bad request: unknown dialect %q", request.Dialect)
}

// readAsKubectl does what kubectl's stream visitor does, down to the size of its look-ahead.
func readAsKubectl(text string) yamlDocuments {
	result := yamlDocuments{Documents: []string{}}
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var document runtime.RawExtension
		if err := decoder.Decode(&document); err != nil {
			if !errors.Is(err, io.EOF) {
				result.Error = err.Error()
			}
			return result
		}
		raw := bytes.TrimSpace(document.Raw)
		if len(raw) > 0 && !bytes.Equal(raw, []byte("null")) {
			result.Documents = append(result.Documents, string(raw))
		}
	}
}

// readAsKustomize reads nodes and turns each into JSON, which is the step at which kustomize resolves scalars.
func readAsKustomize(text string) yamlDocuments {
	result := yamlDocuments{Documents: []string{}}
	if containsItself(text) {
		result.Error = "an anchor contains an alias to itself, which ends kustomize by a stack overflow"
		return result
	}
	nodes, err := kio.FromBytes([]byte(text))
	if err != nil {
		result.Error = err.Error()
		return result
	}
	for _, node := range nodes {
		document, err := node.MarshalJSON()
		if err != nil {
			result.Error = err.Error()
			return result
		}
		result.Documents = append(result.Documents, string(document))
	}
	return result
}

// containsItself finds the documents that would end this process too: a stack overflow cannot be recovered from.
func containsItself(text string) bool {
	for _, document := range strings.Split(text, "\n---") {
		var node kyaml.Node
		if kyaml.Unmarshal([]byte(document), &node) == nil && reachesItself(&node, map[*kyaml.Node]bool{}) {
			return true
		}
	}
	return false
}

func reachesItself(node *kyaml.Node, above map[*kyaml.Node]bool) bool {
	if above[node] {
		return true
	}
	above[node] = true
	defer delete(above, node)
	if node.Alias != nil && reachesItself(node.Alias, above) {
		return true
	}
	for _, child := range node.Content {
		if reachesItself(child, above) {
			return true
		}
	}
	return false
}
