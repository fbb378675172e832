package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/kube-openapi/pkg/schemaconv"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/structured-merge-diff/v6/schema"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// types keeps the schemas that were sent with the request kind "schema", so that a campaign sends each only once.
type types struct {
	parsers map[string]*typed.Parser
}

func newTypes() *types {
	return &types{parsers: map[string]*typed.Parser{}}
}

// schemaRequest names a schema by content or by the id under which it was sent before.
type schemaRequest struct {
	SchemaID string `json:"schemaId"`
	// Schema is an OpenAPI v3 document or just its components by name.
	Schema json.RawMessage `json:"schema"`
	// PreserveUnknownFields is set by the server for old custom resources only.
	PreserveUnknownFields bool `json:"preserveUnknownFields"`
	// Type is a component name; empty means that there is no schema at all.
	Type string `json:"type"`
}

func (t *types) remember(line []byte) (any, error) {
	var request schemaRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	parser, err := parserOf(request)
	if err != nil {
		return nil, err
	}
	t.parsers[request.SchemaID] = parser
	return map[string]int{"types": len(parser.Schema.Types)}, nil
}

func (t *types) find(request schemaRequest) (typed.ParseableType, error) {
	if request.Type == "" {
		return typed.DeducedParseableType, nil
	}
	parser, known := t.parsers[request.SchemaID]
	if request.Schema != nil {
		var err error
		if parser, err = parserOf(request); err != nil {
			return typed.ParseableType{}, err
		}
	} else if !known {
		return typed.ParseableType{}, fmt.Errorf("bad request: no schema with id %q", request.SchemaID)
	}
	return parser.Type(request.Type), nil
}

// parserOf converts as the API server's managedfields.NewTypeConverter does, but keeps every component by its name.
func parserOf(request schemaRequest) (*typed.Parser, error) {
	var document struct {
		Components struct {
			Schemas map[string]*spec.Schema `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(request.Schema, &document); err != nil {
		return nil, fmt.Errorf("bad schema: %w", err)
	}
	models := document.Components.Schemas
	if models == nil {
		if err := json.Unmarshal(request.Schema, &models); err != nil {
			return nil, fmt.Errorf("bad schema: %w", err)
		}
	}
	converted, err := schemaconv.ToSchemaFromOpenAPI(models, request.PreserveUnknownFields)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	return &typed.Parser{Schema: schema.Schema{Types: converted.Types}}, nil
}
