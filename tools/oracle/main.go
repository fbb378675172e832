// Command oracle answers questions about Kubernetes objects with the libraries that the API server, kubectl and
// kustomize themselves use, so that driftage's own answers can be compared with theirs.
//
// One JSON request a line on stdin, one JSON response a line on stdout, in the same order:
//
//	{"kind": "compare", ...}  ->  {"result": {...}}  or  {"error": "text"}
//
// The request kinds and their members are the structs of the other files.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// response has exactly one of the two.
type response struct {
	Result any    `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func serve() error {
	types := newTypes()
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer output.Flush()
	for {
		line, err := input.ReadBytes('\n')
		if len(line) == 0 {
			return nil
		}
		if err := writeLine(output, answerSafely(types, line)); err != nil {
			return err
		}
		// Whoever waits for this answer has sent nothing after it; where more is waiting, answers go out together.
		if input.Buffered() == 0 {
			if err := output.Flush(); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

func writeLine(output *bufio.Writer, answer response) error {
	text, err := json.Marshal(answer)
	if err != nil {
		text, _ = json.Marshal(response{Error: err.Error()})
	}
	if _, err := output.Write(text); err != nil {
		return err
	}
	return output.WriteByte('\n')
}

// answerSafely turns a panic into an answer: some libraries panic on input that a server would have refused before.
func answerSafely(types *types, line []byte) (answer response) {
	defer func() {
		if reason := recover(); reason != nil {
			answer = response{Error: fmt.Sprintf("panic: %v", reason)}
		}
	}()
	result, err := dispatch(types, line)
	if err != nil {
		return response{Error: err.Error()}
	}
	return response{Result: result}
}

func dispatch(types *types, line []byte) (any, error) {
	var request struct {
		Kind string `json:"kind"`
	}
	if err := json.Unmarshal(line, &request); err != nil {
		return nil, fmt.Errorf("bad request: %w", err)
	}
	switch request.Kind {
	case "schema":
		return types.remember(line)
	case "compare":
		return types.compare(line)
	case "fieldset":
		return types.fieldSet(line)
	case "fieldsets":
		return combineFieldSets(line)
	case "quantity":
		return compareQuantities(line)
	case "duration":
		return compareDurations(line)
	case "yaml":
		return readYAML(line)
	}
	return nil, fmt.Errorf("bad request: unknown kind %q", request.Kind)
}
