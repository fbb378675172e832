package main

import (
	"encoding/json"
	"fmt"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
)

// compareRequest: lhs is the old (desired) object, rhs the new (live) one.
type compareRequest struct {
	schemaRequest
	LHS json.RawMessage `json:"lhs"`
	RHS json.RawMessage `json:"rhs"`
}

type comparison struct {
	Added    json.RawMessage `json:"added"`
	Removed  json.RawMessage `json:"removed"`
	Modified json.RawMessage `json:"modified"`
}

func (t *types) compare(line []byte) (any, error) {
	var request compareRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	lhs, err := t.parse(request.schemaRequest, request.LHS)
	if err != nil {
		return nil, fmt.Errorf("lhs: %w", err)
	}
	rhs, err := t.parse(request.schemaRequest, request.RHS)
	if err != nil {
		return nil, fmt.Errorf("rhs: %w", err)
	}
	found, err := lhs.Compare(rhs)
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	return fieldsOf(found)
}

func fieldsOf(found *typed.Comparison) (any, error) {
	var result comparison
	var err error
	for _, part := range []struct {
		set    *fieldpath.Set
		target *json.RawMessage
	}{{found.Added, &result.Added}, {found.Removed, &result.Removed}, {found.Modified, &result.Modified}} {
		if *part.target, err = part.set.ToJSON(); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// fieldSetRequest asks for the paths that an applier of the object owns.
type fieldSetRequest struct {
	schemaRequest
	Object json.RawMessage `json:"object"`
}

func (t *types) fieldSet(line []byte) (any, error) {
	var request fieldSetRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	object, err := t.parse(request.schemaRequest, request.Object)
	if err != nil {
		return nil, err
	}
	set, err := object.ToFieldSet()
	if err != nil {
		return nil, err
	}
	return fieldSetJSON(set)
}

// parse reads an object as the server reads live ones: integers as int64 where they fit, repeated list keys allowed.
func (t *types) parse(request schemaRequest, object json.RawMessage) (*typed.TypedValue, error) {
	parseable, err := t.find(request)
	if err != nil {
		return nil, err
	}
	var value any
	if err := kjson.UnmarshalCaseSensitivePreserveInts(object, &value); err != nil {
		return nil, err
	}
	return parseable.FromUnstructured(value, typed.AllowDuplicates)
}
