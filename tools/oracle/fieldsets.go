package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// fieldSetsRequest asks for the algebra of two sets in fieldsV1 form; "leaves" reads only the first.
type fieldSetsRequest struct {
	Op string          `json:"op"`
	A  json.RawMessage `json:"a"`
	B  json.RawMessage `json:"b"`
}

func combineFieldSets(line []byte) (any, error) {
	var request fieldSetsRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	a, err := readFieldSet(request.A)
	if err != nil {
		return nil, fmt.Errorf("a: %w", err)
	}
	b, err := readFieldSet(request.B)
	if err != nil {
		return nil, fmt.Errorf("b: %w", err)
	}
	switch request.Op {
	case "union":
		return fieldSetJSON(a.Union(b))
	case "intersection":
		return fieldSetJSON(a.Intersection(b))
	case "difference":
		return fieldSetJSON(a.Difference(b))
	case "recursiveDifference":
		return fieldSetJSON(a.RecursiveDifference(b))
	case "leaves":
		return fieldSetJSON(a.Leaves())
	}
	return nil, fmt.Errorf("bad request: unknown op %q", request.Op)
}

func readFieldSet(fields json.RawMessage) (*fieldpath.Set, error) {
	set := &fieldpath.Set{}
	if len(fields) == 0 {
		return set, nil
	}
	return set, set.FromJSON(bytes.NewReader(fields))
}

func fieldSetJSON(set *fieldpath.Set) (any, error) {
	text, err := set.ToJSON()
	return json.RawMessage(text), err
}
