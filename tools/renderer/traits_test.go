package main

import (
	"reflect"
	"sort"
	"testing"
)

// TestTraits renders one template beside some helpers and says what it is found to use.
func TestTraits(t *testing.T) {
	helpers := `{{ define "pure" }}x{{ end }}{{ define "secret" }}{{ randAlphaNum 8 }}{{ end }}` +
		`{{ define "deep" }}{{ template "secret" . }}{{ end }}{{ define "loop" }}{{ if false }}{{ include "loop" . }}{{ end }}{{ end }}`
	cases := []struct {
		name, template string
		want           []string
	}{
		{"nothing", `a: {{ .Values.a | quote }}`, nil},
		{"a helper without traits", `a: {{ include "pure" . }}`, nil},
		{"lookup in a branch that is not taken", `{{ if false }}{{ lookup "v1" "Secret" "a" "b" }}{{ end }}`, []string{"lookup"}},
		{"lookup inside parentheses", `{{ (lookup "v1" "Secret" "a" "b").data }}`, []string{"lookup"}},
		{"a comment does not count", `{{/* lookup randAlphaNum now */}}`, nil},
		{"text does not count", `a: lookup now`, nil},
		{"a helper of a helper", `a: {{ include "deep" . | b64enc }}`, []string{"random"}},
		{"a helper that includes itself", `a: {{ include "loop" . }}`, nil},
		{"a computed name that could be it", `{{ if false }}{{ include (printf "se%s" .Values.a) . }}{{ end }}`, []string{"random"}},
		{"a computed name that could not be it", `a: {{ include (printf "pu%s" "re") . }}`, nil},
		{"a name from values could be any template", `{{ if false }}{{ include .Values.a . }}{{ end }}`, []string{"random", "time"}},
		{"a template of values", `a: {{ tpl .Values.t . }}`, []string{"time"}},
		{"values that no template runs", `a: {{ .Values.t | quote }}`, nil},
		{"the revision", `a: {{ .Release.Revision }}`, []string{"release-revision"}},
		{"the revision behind $", `a: {{ $.Release.Revision }}`, []string{"release-revision"}},
		{"the revision behind a variable", `{{ $r := .Release }}a: {{ $r.Revision }}`, []string{"release-revision"}},
		{"the revision inside with", `{{ with .Release }}a: {{ .Revision }}{{ end }}`, []string{"release-revision"}},
		{"the revision by get", `a: {{ index .Release "Revision" }}`, []string{"release-revision"}},
		{"a value of that name", `a: {{ .Values.Revision }}`, nil},
		{"the rest of the release", `a: {{ .Release.Name }}`, nil},
		{"time and a certificate", `a: {{ now | unixEpoch }}{{ (genCA "x" 1).Cert | b64enc }}`, []string{"random", "time"}},
		{"a derived password is the same each time", `a: {{ derivePassword 1 "long" "p" "u" "s" }}`, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			response := answer(t, "helm", chartWith(map[string]string{
				"templates/_helpers.tpl": helpers,
				"templates/a.yaml":       c.template,
				"templates/NOTES.txt":    `{{ now }}`,
				"values.yaml":            "a: pure\nt: '{{ now }}'\n",
			}), map[string]any{"chartDir": "c"})
			if response.Error != nil {
				t.Fatal(response.Error)
			}
			var got []string
			for _, trait := range response.Traits {
				if trait.File != "c/templates/a.yaml" {
					t.Errorf("file %s", trait.File)
				}
				got = append(got, trait.Uses)
			}
			sort.Strings(got)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestDerivedPasswordIsTheSameEachTime is why derivePassword is not a trait.
func TestDerivedPasswordIsTheSameEachTime(t *testing.T) {
	chart := chartWith(map[string]string{"templates/a.yaml": `a: {{ derivePassword 1 "long" "p" "u" "s" }}`})
	first := answer(t, "helm", chart, map[string]any{"chartDir": "c"})
	second := answer(t, "helm", chart, map[string]any{"chartDir": "c"})
	if first.Error != nil || !reflect.DeepEqual(first.Manifests, second.Manifests) {
		t.Errorf("%+v, then %+v", first, second)
	}
}
