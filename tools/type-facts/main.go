// Command type-facts prints, for every built-in API type, what becomes of the empty values that a client sends.
//
// A server decodes what it is sent into Go structs and encodes those again. Whether `readOnly: false` or `env: []`
// survives that depends on struct tags, which no OpenAPI document carries, so the round trip itself is asked: JSON to
// struct, struct to protobuf and back (the form in which objects are stored), struct to JSON.
//
// Output: {"<OpenAPI component name>": {"<JSON field>": "k" | "a"}}. Fields that are not named lose their empty value
// ("dropped"); "k" keeps it; "a" is written by the server even where the client sent nothing.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
)

func main() {
	facts := map[string]map[string]string{}
	for _, structType := range reachable(kinds()) {
		fields, err := factsOf(structType)
		if err != nil {
			fmt.Fprintf(os.Stderr, "type-facts: %s: %v\n", structType, err)
			os.Exit(1)
		}
		facts[componentName(structType)] = fields
	}
	if err := json.NewEncoder(os.Stdout).Encode(facts); err != nil {
		fmt.Fprintln(os.Stderr, "type-facts:", err)
		os.Exit(1)
	}
}

// factsOf leaves out the fields that lose their empty value, which are most of them.
func factsOf(structType reflect.Type) (map[string]string, error) {
	facts := map[string]string{}
	absent, err := roundTrip(structType, []byte("{}"))
	if err != nil {
		return nil, err
	}
	for _, field := range jsonFields(structType) {
		if _, always := absent[field.name]; always {
			facts[field.name] = "a"
			continue
		}
		sent, err := roundTrip(structType, []byte(fmt.Sprintf("{%q:%s}", field.name, emptyValue(field.goType))))
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", field.name, err)
		}
		if _, survives := sent[field.name]; survives {
			facts[field.name] = "k"
		}
	}
	return facts, nil
}
