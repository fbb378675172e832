package main

import (
	"bytes"
	"errors"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"
)

// mergeValues follows the precedence of Helm's flags: files in order, then --set, --set-string, --set-file.
func mergeValues(request *HelmRequest, files tree) (map[string]any, error) {
	values := map[string]any{}
	for _, name := range request.ValuesFiles {
		data, err := files.read(name)
		if err != nil {
			return nil, err
		}
		table, err := loader.LoadValues(bytes.NewReader(data))
		if err != nil {
			return nil, plainRedactor().failure(codeValues, err).in(name, lineIn(err.Error()))
		}
		values = loader.MergeMaps(values, table)
	}
	for _, line := range request.Set {
		if strvals.ParseInto(line, values) != nil {
			return nil, unreadableFlag("--set")
		}
	}
	for _, line := range request.SetString {
		if strvals.ParseIntoString(line, values) != nil {
			return nil, unreadableFlag("--set-string")
		}
	}
	return values, setFiles(request.SetFile, values, files)
}

func setFiles(lines []string, values map[string]any, files tree) error {
	read := func(name []rune) (any, error) {
		data, err := files.read(string(name))
		return string(data), err
	}
	for _, line := range lines {
		err := strvals.ParseIntoFile(line, values, read)
		var failure *Failure
		if errors.As(err, &failure) {
			return failure
		}
		if err != nil {
			return unreadableFlag("--set-file")
		}
	}
	return nil
}

// unreadableFlag names the flag only: every part of such a line may be a value.
func unreadableFlag(flag string) error {
	return fail(codeValues, "a "+flag+" line is not of the form key=value that Helm reads")
}

func (t tree) read(name string) ([]byte, error) {
	inside, err := t.inside("", name)
	if err != nil {
		return nil, err
	}
	data, ok := t[inside]
	if !ok {
		return nil, fail(codeMissingFile, "the file does not exist").in(inside, 0)
	}
	return data, nil
}
