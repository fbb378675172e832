package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const canary = "zq7CANARYxk"

// answer runs the whole program over a folder with the given files.
func answer(t *testing.T, kind string, files map[string]string, part map[string]any) Response {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	request, _ := json.Marshal(map[string]any{"kind": kind, "root": root, kind: part})
	var out bytes.Buffer
	if code := run(bytes.NewReader(request), &out); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if strings.Contains(out.String(), root) {
		t.Errorf("the response names the folder on this machine: %s", out.String())
	}
	var response Response
	if err := json.Unmarshal(out.Bytes(), &response); err != nil {
		t.Fatal(err)
	}
	return response
}

func chartWith(files map[string]string) map[string]string {
	all := map[string]string{"c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n"}
	for name, text := range files {
		all["c/"+name] = text
	}
	return all
}

// TestErrorsHoldNoValues puts a canary into every place a value can stand in, and a template or file that chokes on it.
func TestErrorsHoldNoValues(t *testing.T) {
	values := fmt.Sprintf("password: %s\nphrase: 'open %s please'\nnested: {token: %s}\nlist: [%s]\nnumber: 4711081547110815\ntemplate: '{{ .%s.x }}'\nbroken: '{{ %s'\n", canary, canary, canary, canary, canary, canary)
	charts := map[string]map[string]string{
		"fail with a value":              {"templates/a.yaml": `{{ fail (printf "password %s is weak" .Values.password) }}`},
		"fail with a phrase":             {"templates/a.yaml": `{{ fail .Values.phrase }}`},
		"required with a value":          {"templates/a.yaml": `{{ required .Values.password .Values.none }}`},
		"a number":                       {"templates/a.yaml": `{{ fail (toString .Values.number) }}`},
		"a map where a string should be": {"templates/a.yaml": `{{ upper .Values.nested }}`},
		"an index that does not exist":   {"templates/a.yaml": `{{ index .Values.list 7 }}`},
		"a conversion":                   {"templates/a.yaml": `{{ mustToDate "2006" .Values.password }}`},
		"an unparsable tpl":              {"templates/a.yaml": `{{ tpl .Values.broken . }}`},
		"a failing tpl":                  {"templates/a.yaml": `{{ tpl .Values.template . }}`},
		"an include by value":            {"templates/a.yaml": `{{ include .Values.password . }}`},
		"a regular expression":           {"templates/a.yaml": `{{ mustRegexMatch (printf "(%s" .Values.password) "x" }}`},
		"output that is not YAML":        {"templates/a.yaml": "a: b\n  c: {{ .Values.password }}: {{ .Values.phrase }}"},
		"output of a wrong type":         {"templates/a.yaml": "metadata: {{ .Values.password }}\nkind: x"},
		"annotations of a wrong type":    {"templates/a.yaml": "metadata: {annotations: {x: [{{ .Values.password }}]}}\nkind: x"},
		"a must function":                {"templates/a.yaml": `{{ mustFromJson .Values.password }}`},
		"a schema by type":               {"templates/a.yaml": "", "values.schema.json": `{"properties":{"password":{"type":"integer"}}}`},
		"a schema by pattern":            {"templates/a.yaml": "", "values.schema.json": `{"properties":{"password":{"pattern":"^x$"}}}`},
		"a schema by enum":               {"templates/a.yaml": "", "values.schema.json": `{"properties":{"list":{"items":{"enum":["a"]}}}}`},
	}
	for name, files := range charts {
		t.Run(name, func(t *testing.T) {
			all := chartWith(files)
			all["values.yaml"] = values
			response := answer(t, "helm", all, map[string]any{"chartDir": "c", "releaseName": "r", "valuesFiles": []string{"values.yaml"}})
			holdsNoCanary(t, response)
		})
	}
}

func TestErrorsOfInputFilesHoldNoValues(t *testing.T) {
	inputs := map[string]map[string]any{
		"values that are not YAML":  {"valuesFiles": []string{"broken.yaml"}},
		"values that are no map":    {"valuesFiles": []string{"text.yaml"}},
		"a parameter":               {"set": []string{canary}},
		"a string parameter":        {"setString": []string{"a=b," + canary}},
		"a parameter with a list":   {"set": []string{"a={" + canary}},
		"a file parameter":          {"setFile": []string{"a=" + canary}},
		"a file parameter, no file": {"setFile": []string{canary}},
	}
	for name, part := range inputs {
		t.Run(name, func(t *testing.T) {
			files := chartWith(map[string]string{"templates/a.yaml": "a: b"})
			files["broken.yaml"] = "a: " + canary + "\n b: [" + canary + "\n"
			files["text.yaml"] = canary
			part["chartDir"] = "c"
			response := answer(t, "helm", files, part)
			if response.Error == nil {
				t.Fatal("no error")
			}
			// The name of a file that is missing is a path of the request, not a value.
			if name != "a file parameter" {
				holdsNoCanary(t, response)
			}
		})
	}
}

func TestErrorsOfKustomizeHoldNoValues(t *testing.T) {
	kustomizations := map[string]string{
		"a literal without a key":   "secretGenerator: [{name: s, literals: [" + canary + "]}]",
		"a patch without a target":  "patches: [{patch: '{\"kind\": \"Deployment\", \"apiVersion\": \"apps/v1\", \"metadata\": {\"name\": \"x\"}, \"data\": \"" + canary + "\"}'}]",
		"a patch that does not fit": "resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: '[{\"op\": \"test\", \"path\": \"/data/k\", \"value\": \"" + canary + "x\"}]'}]",
		"a bad env file":            "secretGenerator: [{name: s, envs: [a.env]}]",
		"a resource without a kind": "resources: [b.yaml]",
		"an unknown field":          "frobnicate: " + canary,
		"text that is not YAML":     "resources: [" + canary,
	}
	for name, text := range kustomizations {
		t.Run(name, func(t *testing.T) {
			response := answer(t, "kustomize", map[string]string{
				"k/kustomization.yaml": text,
				"k/a.yaml":             "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {k: " + canary + "}\n",
				"k/b.yaml":             "apiVersion: v1\ndata: {k: " + canary + "}\n",
				"k/a.env":              "\xff=" + canary + "\n",
			}, map[string]any{"dir": "k"})
			holdsNoCanary(t, response)
		})
	}
}

func holdsNoCanary(t *testing.T, response Response) {
	t.Helper()
	if response.Error == nil {
		t.Fatalf("no error: %+v", response)
	}
	text, _ := json.Marshal(response.Error)
	for _, part := range []string{canary, canary[:6], "4711", "open", "please"} {
		if bytes.Contains(text, []byte(part)) {
			t.Errorf("%q is in %s", part, text)
		}
	}
	t.Logf("%s", text)
}

func TestMessagesStayUseful(t *testing.T) {
	response := answer(t, "helm", chartWith(map[string]string{
		"templates/_h.tpl": "\n{{ define \"c.x\" }}{{ required \"image.tag must be set\" .Values.image.tag }}{{ end }}",
		"templates/a.yaml": `a: {{ include "c.x" . }}`,
		"values.yaml":      "image: {tag: null}",
	}), map[string]any{"chartDir": "c"})
	want := Failure{Code: codeTemplate, Message: "execution error at (c/templates/a.yaml:1:6): image.tag must be set", File: "c/templates/a.yaml", Line: 1}
	if response.Error == nil || *response.Error != want {
		t.Fatalf("%+v", response.Error)
	}
}
