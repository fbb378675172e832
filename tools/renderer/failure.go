package main

// Codes of failures. The caller maps them to its own; they never change their meaning.
const (
	codeRequest           = "bad-request"
	codeInternal          = "internal"
	codeOutside           = "outside"
	codeTooLarge          = "too-large"
	codeMissingFile       = "missing-file"
	codeChart             = "chart-invalid"
	codeMissingDependency = "missing-dependency"
	codeValues            = "values-invalid"
	codeSchema            = "schema"
	codeRemoteSchema      = "remote-schema"
	codeKubeVersion       = "kube-version"
	codeTemplate          = "template"
	codeYAML              = "yaml"
	codeKustomize         = "kustomize"
	codeRemoteBase        = "remote-base"
	codeHelmInKustomize   = "helm-in-kustomize"
	codePlugin            = "plugin"
	codeSubstitution      = "substitution"
)

// Failure is an error that may be shown: its message holds no value from the input (see redactor).
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
}

func (f *Failure) Error() string { return f.Code + ": " + f.Message }

func fail(code, message string) *Failure {
	return &Failure{Code: code, Message: message}
}

// in returns the same failure with its place. Line 0 means unknown.
func (f *Failure) in(file string, line int) *Failure {
	placed := *f
	placed.File, placed.Line = file, line
	return &placed
}
