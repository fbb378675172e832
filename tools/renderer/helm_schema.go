package main

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

var errRemoteSchema = errors.New("remote schema")

// refusingLoader stands where Helm loads http(s) and file references. Unknown "urn:" references are allowed to be
// anything, as in Helm.
type refusingLoader struct{}

func (refusingLoader) Load(url string) (any, error) {
	if strings.HasPrefix(url, "urn:") {
		return true, nil
	}
	return nil, errRemoteSchema
}

// validateSchemas checks a chart and its sub-charts against their values.schema.json. The failure names the place and
// the rule that was broken, never the value.
func validateSchemas(c *chart.Chart, values map[string]any, origin *sources) error {
	if c.Schema != nil {
		if err := validateSchema(c.Schema, values); err != nil {
			return err.in(origin.fileOf(path.Join(c.ChartFullPath(), "values.schema.json")), 0)
		}
	}
	for _, dependency := range c.Dependencies() {
		raw, given := values[dependency.Name()]
		if !given || raw == nil {
			continue
		}
		table, ok := asTable(raw)
		if !ok {
			return fail(codeSchema, "the values of a sub-chart are not a map: "+dependency.Name())
		}
		if err := validateSchemas(dependency, table, origin); err != nil {
			return err
		}
	}
	return nil
}

func validateSchema(text []byte, values map[string]any) (failure *Failure) {
	// The library panics on some self-referencing schemas.
	defer func() {
		if recover() != nil {
			failure = fail(codeSchema, "the schema cannot be evaluated")
		}
	}()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return fail(codeSchema, "the schema is not JSON")
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(refusingLoader{})
	if err := compiler.AddResource("file:///values.schema.json", document); err != nil {
		return fail(codeSchema, "the schema cannot be used")
	}
	compiled, err := compiler.Compile("file:///values.schema.json")
	var unloadable *jsonschema.LoadURLError
	if errors.As(err, &unloadable) {
		return fail(codeRemoteSchema, "the schema refers to a document outside the chart, which is not loaded")
	}
	if err != nil {
		return fail(codeSchema, "the schema is not a valid JSON schema")
	}
	err = compiled.Validate(values)
	var invalid *jsonschema.ValidationError
	if errors.As(err, &invalid) {
		return fail(codeSchema, strings.Join(brokenRules(invalid, nil), "; "))
	}
	if err != nil {
		return fail(codeSchema, "the values do not match the schema")
	}
	return nil
}

// brokenRules lists "/image/tag breaks type", at most ten.
func brokenRules(invalid *jsonschema.ValidationError, found []string) []string {
	if len(found) >= 10 {
		return found
	}
	if len(invalid.Causes) == 0 {
		place := "/" + strings.Join(invalid.InstanceLocation, "/")
		return append(found, fmt.Sprintf("%s breaks the rule %s", place, strings.Join(invalid.ErrorKind.KeywordPath(), "/")))
	}
	for _, cause := range invalid.Causes {
		found = brokenRules(cause, found)
	}
	return found
}

func asTable(value any) (map[string]any, bool) {
	if values, ok := value.(common.Values); ok {
		return values, true
	}
	table, ok := value.(map[string]any)
	return table, ok
}
