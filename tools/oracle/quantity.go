package main

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// pairRequest holds two values as they stand in JSON: strings or numbers.
type pairRequest struct {
	A json.RawMessage `json:"a"`
	B json.RawMessage `json:"b"`
}

type quantityFacts struct {
	Canonical string `json:"canonical"`
	// Milli is the value after the rounding that the server does in resource lists.
	Milli string `json:"milli"`
	Error string `json:"error,omitempty"`
}

type quantityComparison struct {
	A quantityFacts `json:"a"`
	B quantityFacts `json:"b"`
	// Cmp is -1, 0 or 1; absent where one of the two is no quantity.
	Cmp *int `json:"cmp,omitempty"`
}

func compareQuantities(line []byte) (any, error) {
	var request pairRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	var result quantityComparison
	a, aValid := readQuantity(request.A, &result.A)
	b, bValid := readQuantity(request.B, &result.B)
	if aValid && bValid {
		cmp := a.Cmp(b)
		result.Cmp = &cmp
	}
	return result, nil
}

func readQuantity(text json.RawMessage, facts *quantityFacts) (resource.Quantity, bool) {
	var quantity resource.Quantity
	if err := quantity.UnmarshalJSON(text); err != nil {
		facts.Error = err.Error()
		return quantity, false
	}
	// A copy, since a quantity keeps the text it was read from and rounding changes it in place.
	canonical := quantity.DeepCopy()
	facts.Canonical = canonicalText(&canonical)
	rounded := quantity.DeepCopy()
	rounded.RoundUp(resource.Milli)
	facts.Milli = canonicalText(&rounded)
	return quantity, true
}

func canonicalText(quantity *resource.Quantity) string {
	number, suffix := quantity.CanonicalizeBytes(nil)
	return string(number) + string(suffix)
}

type durationComparison struct {
	A      string `json:"a"`
	B      string `json:"b"`
	AError string `json:"aError,omitempty"`
	BError string `json:"bError,omitempty"`
	Equal  bool   `json:"equal"`
}

func compareDurations(line []byte) (any, error) {
	var request pairRequest
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, err
	}
	var a, b metav1.Duration
	var result durationComparison
	if err := a.UnmarshalJSON(request.A); err != nil {
		result.AError = err.Error()
	}
	if err := b.UnmarshalJSON(request.B); err != nil {
		result.BError = err.Error()
	}
	result.A, result.B = a.Duration.String(), b.Duration.String()
	result.Equal = result.AError == "" && result.BError == "" && a == b
	return result, nil
}
