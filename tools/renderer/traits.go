package main

import (
	"path"
	"regexp"
	"sort"
	"strings"
	"text/template/parse"

	chart "helm.sh/helm/v4/pkg/chart/v2"
)

// impure are the functions whose result is not decided by their arguments. derivePassword and buildCustomCert are not
// here: the same arguments give the same result.
var impure = map[string]string{
	"lookup": "lookup",

	"randAlphaNum": "random", "randAlpha": "random", "randNumeric": "random", "randAscii": "random",
	"randBytes": "random", "randInt": "random", "shuffle": "random", "uuidv4": "random", "bcrypt": "random",
	"htpasswd": "random", "encryptAES": "random", "genPrivateKey": "random", "genCA": "random",
	"genCAWithKey": "random", "genSelfSignedCert": "random", "genSelfSignedCertWithKey": "random",
	"genSignedCert": "random", "genSignedCertWithKey": "random",

	// These take a time but fall back to the present one for anything else.
	"now": "time", "ago": "time", "date": "time", "dateInZone": "time", "date_in_zone": "time",
	"htmlDate": "time", "htmlDateInZone": "time", "durationRound": "time",
}

// fromValues is the pseudo-definition that stands for template text inside the values.
const fromValues = "\x00values"

// traitsOf reads the templates without running them: a branch that is not taken today may be taken tomorrow. What cannot
// be followed (a computed name of an include) counts as reaching everything that its pattern allows.
func traitsOf(c *chart.Chart, values map[string]any, origin *sources) []Trait {
	scan := &scan{definitions: map[string]*definition{}}
	scan.addChart(c)
	scan.addValues(values)
	var traits []Trait
	for _, name := range scan.rendered {
		for _, use := range scan.reach(name) {
			traits = append(traits, Trait{File: origin.fileOf(name), Uses: use})
		}
	}
	return traits
}

type scan struct {
	definitions map[string]*definition
	// rendered are the names of the templates that give documents.
	rendered []string
}

// definition is what one named template does by itself.
type definition struct {
	uses  map[string]bool
	calls []*regexp.Regexp
	// runsValues: it calls `tpl`, which may run any template text among the values.
	runsValues bool
	// mentionsRelease and mentionsRevision: `get .Release "Revision"` and the like.
	mentionsRelease, mentionsRevision bool
}

func (s *scan) addChart(c *chart.Chart) {
	for _, template := range c.Templates {
		name := path.Join(c.ChartFullPath(), template.Name)
		partial := strings.HasPrefix(path.Base(name), "_")
		if c.Metadata.Type == "library" && !partial {
			continue
		}
		s.addText(name, string(template.Data))
		if !partial && !strings.HasSuffix(name, "NOTES.txt") {
			s.rendered = append(s.rendered, name)
		}
	}
	sort.Strings(s.rendered)
	for _, dependency := range c.Dependencies() {
		s.addChart(dependency)
	}
}

func (s *scan) addText(name, text string) {
	root := parse.New(name)
	root.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := root.Parse(text, "", "", trees); err != nil {
		return
	}
	for defined, tree := range trees {
		// Two definitions of one name are joined: which of them wins depends on Helm's order.
		known := s.definitions[defined]
		if known == nil {
			known = &definition{uses: map[string]bool{}}
			s.definitions[defined] = known
		}
		known.walk(tree.Root)
	}
}

// reach collects the uses of a template and of all that it can include.
func (s *scan) reach(start string) []string {
	seen := map[string]bool{start: true}
	uses := map[string]bool{}
	for open := []string{start}; len(open) > 0; open = open[1:] {
		current := s.definitions[open[0]]
		if current == nil {
			continue
		}
		for use := range current.uses {
			uses[use] = true
		}
		if current.mentionsRelease && current.mentionsRevision {
			uses["release-revision"] = true
		}
		for name := range s.definitions {
			if !seen[name] && current.mayCall(name) {
				seen[name] = true
				open = append(open, name)
			}
		}
	}
	sorted := make([]string, 0, len(uses))
	for use := range uses {
		sorted = append(sorted, use)
	}
	sort.Strings(sorted)
	return sorted
}

func (d *definition) mayCall(name string) bool {
	if name == fromValues {
		return d.runsValues
	}
	for _, call := range d.calls {
		if call.MatchString(name) {
			return true
		}
	}
	return false
}

// addValues reads the strings among the values that hold template text.
func (s *scan) addValues(value any) {
	switch typed := value.(type) {
	case map[string]any:
		for _, item := range typed {
			s.addValues(item)
		}
	case []any:
		for _, item := range typed {
			s.addValues(item)
		}
	case string:
		if strings.Contains(typed, "{{") {
			s.addText(fromValues, typed)
		}
	}
}
