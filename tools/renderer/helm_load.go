package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"time"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

// loadChart reads a folder as Helm's directory loader does, but from memory.
func loadChart(dir string, files tree) (*chart.Chart, error) {
	dir, err := files.inside("", dir)
	if err != nil {
		return nil, err
	}
	if data, ok := files[dir]; ok {
		loaded, err := loader.LoadArchive(bytes.NewReader(data))
		if err != nil {
			return nil, plainRedactor().failure(codeChart, err).in(dir, 0)
		}
		return loaded, nil
	}
	prefix := dir + "/"
	if dir == "" {
		prefix = ""
	}
	if _, ok := files[prefix+"Chart.yaml"]; !ok {
		return nil, fail(codeMissingFile, "there is no Chart.yaml").in(prefix+"Chart.yaml", 0)
	}
	buffered, err := chartFiles(prefix, files)
	if err != nil {
		return nil, err
	}
	loaded, err := loader.LoadFiles(buffered)
	if err != nil {
		return nil, plainRedactor().knowing(buffered).failure(codeChart, err).in(prefix+"Chart.yaml", 0)
	}
	return loaded, nil
}

func chartFiles(prefix string, files tree) ([]*archive.BufferedFile, error) {
	rules := ignore.Empty()
	if data, ok := files[prefix+ignore.HelmIgnore]; ok {
		parsed, err := ignore.Parse(bytes.NewReader(data))
		if err != nil {
			return nil, fail(codeChart, "a pattern in .helmignore cannot be read").in(prefix+ignore.HelmIgnore, 0)
		}
		rules = parsed
	}
	rules.AddDefaults()
	var buffered []*archive.BufferedFile
	for name, data := range files {
		relative := strings.TrimPrefix(name, prefix)
		if !strings.HasPrefix(name, prefix) || ignored(rules, relative) {
			continue
		}
		if int64(len(data)) > archive.MaxDecompressedFileSize {
			return nil, fail(codeTooLarge, fmt.Sprintf("a chart's file is larger than Helm's limit of %d bytes", archive.MaxDecompressedFileSize)).in(name, 0)
		}
		buffered = append(buffered, &archive.BufferedFile{Name: relative, Data: bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))})
	}
	sort.Slice(buffered, func(i, j int) bool { return buffered[i].Name < buffered[j].Name })
	return buffered, nil
}

// ignored asks for the file and for each folder above it, since Helm does not descend into an ignored folder.
func ignored(rules *ignore.Rules, name string) bool {
	for i, char := range name {
		if char == '/' && rules.Ignore(name[:i], entryInfo{path.Base(name[:i]), true}) {
			return true
		}
	}
	return rules.Ignore(name, entryInfo{path.Base(name), false})
}

// entryInfo is the little that ignore rules ask of a file.
type entryInfo struct {
	name   string
	folder bool
}

func (e entryInfo) Name() string       { return e.name }
func (e entryInfo) Size() int64        { return 0 }
func (e entryInfo) ModTime() time.Time { return time.Time{} }
func (e entryInfo) IsDir() bool        { return e.folder }
func (e entryInfo) Sys() any           { return nil }
func (e entryInfo) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir
	}
	return 0
}

func sortDependencies(c *chart.Chart) {
	dependencies := c.Dependencies()
	sort.SliceStable(dependencies, func(i, j int) bool { return dependencies[i].Name() < dependencies[j].Name() })
	for _, dependency := range dependencies {
		sortDependencies(dependency)
	}
}
