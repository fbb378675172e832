package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	kjson "sigs.k8s.io/json"
)

// stored is what every built-in type offers: the protobuf form in which the server keeps it.
type stored interface {
	Marshal() ([]byte, error)
	Unmarshal(data []byte) error
}

// roundTrip returns the members that the server's JSON has after a client sent `body`.
func roundTrip(structType reflect.Type, body []byte) (map[string]json.RawMessage, error) {
	value := reflect.New(structType).Interface()
	if err := kjson.UnmarshalCaseSensitivePreserveInts(body, value); err != nil {
		return nil, fmt.Errorf("decoding %s: %w", body, err)
	}
	value, err := throughStorage(structType, value)
	if err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	members := map[string]json.RawMessage{}
	return members, json.Unmarshal(encoded, &members)
}

func throughStorage(structType reflect.Type, value any) (any, error) {
	source, hasStoredForm := value.(stored)
	if !hasStoredForm {
		return value, nil
	}
	data, err := source.Marshal()
	if err != nil {
		return nil, fmt.Errorf("storing: %w", err)
	}
	target := reflect.New(structType).Interface()
	return target, target.(stored).Unmarshal(data)
}

// emptyValue is the JSON of the value that a client may write where it means nothing.
func emptyValue(goType reflect.Type) string {
	base := dereferenced(goType)
	switch reflect.New(base).Interface().(type) {
	case *resource.Quantity:
		return `"0"`
	case *intstr.IntOrString:
		return "0"
	case *metav1.Duration:
		return `"0s"`
	case *metav1.Time, *metav1.MicroTime:
		return "null"
	}
	switch base.Kind() {
	case reflect.String:
		return `""`
	case reflect.Bool:
		return "false"
	case reflect.Slice:
		if base.Elem().Kind() == reflect.Uint8 {
			return `""`
		}
		return "[]"
	case reflect.Struct, reflect.Map:
		return "{}"
	default:
		return "0"
	}
}
