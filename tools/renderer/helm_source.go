package main

import (
	"path"
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	"sigs.k8s.io/yaml"
)

// sources finds the file behind Helm's name of a template. Helm names charts ("shop/charts/store/templates/x.yaml"), and
// neither a chart's name nor its alias has to be the name of its folder.
type sources struct {
	chartDir string
	files    tree
	// aliases holds, by name of the parent, what each alias stands for. Helm overwrites this while it renders.
	aliases map[string]map[string]string
	// folders holds the folder or archive of each chart, by Helm's name of the chart.
	folders map[string]string
}

// sourcesOf must be called before dependencies are processed, placed after it.
func sourcesOf(c *chart.Chart, chartDir string, files tree) *sources {
	s := &sources{chartDir: path.Clean(chartDir), files: files, aliases: map[string]map[string]string{}, folders: map[string]string{}}
	s.learnAliases(c)
	return s
}

func (s *sources) learnAliases(c *chart.Chart) {
	names := map[string]string{}
	for _, dependency := range c.Metadata.Dependencies {
		if dependency != nil && dependency.Alias != "" {
			names[dependency.Alias] = dependency.Name
		}
	}
	s.aliases[c.Name()] = names
	for _, dependency := range c.Dependencies() {
		s.learnAliases(dependency)
	}
}

func (s *sources) placed(c *chart.Chart) *sources {
	s.place(c, c.Name(), s.chartDir)
	return s
}

func (s *sources) place(c *chart.Chart, original, folder string) {
	s.folders[c.ChartFullPath()] = folder
	for _, dependency := range c.Dependencies() {
		name := dependency.Name()
		if meant, ok := s.aliases[original][name]; ok {
			name = meant
		}
		s.place(dependency, name, s.vendored(folder, name))
	}
}

// vendored finds the folder or archive of a dependency by the name that its Chart.yaml gives.
func (s *sources) vendored(folder, name string) string {
	prefix := path.Join(folder, "charts") + "/"
	guess := prefix + name
	for file, data := range s.files {
		rest, below := strings.CutPrefix(file, prefix)
		if !below {
			continue
		}
		if dir, isChart := strings.CutSuffix(rest, "/Chart.yaml"); isChart && !strings.Contains(dir, "/") {
			var metadata chart.Metadata
			if yaml.Unmarshal(data, &metadata) == nil && metadata.Name == name {
				return prefix + dir
			}
		}
		if strings.HasPrefix(rest, name+"-") && strings.HasSuffix(rest, ".tgz") && !strings.Contains(rest, "/") {
			guess = file
		}
	}
	return guess
}

// fileOf turns Helm's name of a template or CRD into a path below the root.
func (s *sources) fileOf(name string) string {
	for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
		if folder, ok := s.folders[parent]; ok {
			return path.Join(folder, strings.TrimPrefix(name, parent+"/"))
		}
	}
	return path.Join(s.chartDir, name)
}
