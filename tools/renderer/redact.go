package main

import (
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

const (
	// hidden stands for what was taken out of a message.
	hidden = "…"
	// maxMessage bounds a message, in bytes.
	maxMessage = 1000
	// shortestValue is the length from which a string value is searched for as a whole. Shorter ones are caught as
	// words; searching for them would tear every message apart.
	shortestValue = 4
)

// redactor takes values out of the messages of Helm and kustomize, which quote what they choke on. It lets through only
// what it knows: plain words of those programs and words that stand in the templates and names themselves. Looking for
// secrets instead would miss each one in a form that was not thought of.
type redactor struct {
	words  map[string]bool
	names  map[string]bool
	values []string
}

func plainRedactor() *redactor {
	r := &redactor{words: map[string]bool{}, names: map[string]bool{}}
	for _, word := range strings.Fields(plainWords) {
		r.words[word] = true
	}
	return r
}

// redactorOf knows the words of a chart's templates, its file names and its values' keys; and the values to hide.
func redactorOf(c *chart.Chart, given map[string]any) *redactor {
	r := plainRedactor()
	r.learnChart(c)
	r.hide(given)
	// A short key is better shown than a long value that contains it: longest first.
	sort.Slice(r.values, func(i, j int) bool { return len(r.values[i]) > len(r.values[j]) })
	return r
}

func (r *redactor) learnChart(c *chart.Chart) {
	r.learn(c.Name())
	for _, template := range c.Templates {
		r.learnName(path.Join(c.ChartFullPath(), template.Name))
		r.learn(string(template.Data))
	}
	r.hide(c.Values)
	for _, dependency := range c.Dependencies() {
		r.learnChart(dependency)
	}
}

func (r *redactor) knowing(files []*archive.BufferedFile) *redactor {
	for _, file := range files {
		r.learnName(file.Name)
	}
	return r
}

var word = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func (r *redactor) learn(text string) {
	for _, found := range word.FindAllString(text, -1) {
		// A bare number in a template is not worth letting through every number.
		if _, err := strconv.Atoi(found); err != nil {
			r.words[strings.ToLower(found)] = true
		}
	}
}

func (r *redactor) learnName(name string) {
	r.names[name] = true
	r.learn(name)
}

// hide remembers the string values below a value, and learns the keys.
func (r *redactor) hide(value any) {
	switch typed := value.(type) {
	case map[string]any:
		for key, item := range typed {
			r.learn(key)
			r.hide(item)
		}
	case []any:
		for _, item := range typed {
			r.hide(item)
		}
	case string:
		for _, line := range strings.Split(typed, "\n") {
			if line = strings.TrimSpace(line); len(line) >= shortestValue {
				r.values = append(r.values, line)
			}
		}
	}
}

// place is how Helm names a template in a message.
const place = `([\w.@+-]+(?:/[\w.@+-]+)+)`

var (
	quoted     = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
	singly     = regexp.MustCompile(`(^|[^\p{L}\p{N}])'([^']*)'`)
	position   = regexp.MustCompile(`((?:line|column) )(\d+)|` + place + `(:\d+(?::\d+)?)`)
	repetition = regexp.MustCompile(`…(?:[^\p{L}\p{N}\n]*…)+`)
	spaces     = regexp.MustCompile(`\s+`)
)

// clean returns the message without anything that could be a value.
func (r *redactor) clean(message string) string {
	message = strings.NewReplacer("HELM_ERR_START", "", "HELM_ERR_END", "").Replace(message)
	message = quoted.ReplaceAllStringFunc(message, func(text string) string {
		return `"` + r.cleanQuoted(text[1:len(text)-1]) + `"`
	})
	message = singly.ReplaceAllStringFunc(message, func(text string) string {
		parts := singly.FindStringSubmatch(text)
		return parts[1] + "'" + r.cleanQuoted(parts[2]) + "'"
	})
	for _, value := range r.values {
		message = strings.ReplaceAll(message, value, hidden)
	}
	message = r.cleanWords(message)
	message = spaces.ReplaceAllString(repetition.ReplaceAllString(message, hidden), " ")
	message = strings.TrimSpace(strings.ReplaceAll(message, `"…"`, hidden))
	if len(message) > maxMessage {
		message = strings.ToValidUTF8(message[:maxMessage], "") + hidden
	}
	return message
}

func (r *redactor) cleanQuoted(text string) string {
	if r.names[text] || (len(text) <= 1 && !word.MatchString(text)) {
		return text
	}
	return hidden
}

func (r *redactor) cleanWords(message string) string {
	// Positions are kept apart while every other number is hidden.
	var positions []string
	message = position.ReplaceAllStringFunc(message, func(text string) string {
		parts := position.FindStringSubmatch(text)
		before, numbers := parts[1]+parts[3], parts[2]+parts[4]
		if parts[3] != "" && !r.names[parts[3]] {
			return text
		}
		positions = append(positions, numbers)
		return before + "\x00"
	})
	message = word.ReplaceAllStringFunc(message, func(text string) string {
		if r.words[strings.ToLower(text)] {
			return text
		}
		return hidden
	})
	for _, kept := range positions {
		message = strings.Replace(message, "\x00", kept, 1)
	}
	return message
}

var (
	templatePlace = regexp.MustCompile(place + `:(\d+)`)
	yamlFile      = regexp.MustCompile(`YAML parse error on ([^:]+):`)
	lineNumber    = regexp.MustCompile(`line (\d+)`)
)

// failure makes a failure of a library's error. The place is the deepest one that the message names, since that is
// where the cause stands; the way there stays in the message.
func (r *redactor) failure(code string, err error) *Failure {
	text := shortened(err.Error())
	result := fail(code, r.clean(text))
	if places := templatePlace.FindAllStringSubmatch(text, -1); code == codeTemplate {
		for _, place := range places {
			if r.names[place[1]] {
				line, _ := strconv.Atoi(place[2])
				result = result.in(place[1], line)
			}
		}
	}
	if file := yamlFile.FindStringSubmatch(text); file != nil {
		// The line is one of the rendered text, which nobody can look up: left out.
		result = result.in(file[1], 0)
	}
	return result
}

// shortened keeps both ends of a long chain of causes: what was rendered, and why it failed.
func shortened(text string) string {
	const end = 8 << 10
	if len(text) <= 2*end {
		return text
	}
	return strings.ToValidUTF8(text[:end], "") + " " + hidden + " " + strings.ToValidUTF8(text[len(text)-end:], "")
}

// relocated turns Helm's file names into paths below the root.
func (f *Failure) relocated(origin *sources) *Failure {
	if f.File == "" {
		return f
	}
	return f.in(origin.fileOf(f.File), f.Line)
}

// lineIn reads the line that a YAML parser names, or 0.
func lineIn(message string) int {
	found := lineNumber.FindStringSubmatch(message)
	if found == nil {
		return 0
	}
	line, _ := strconv.Atoi(found[1])
	return line
}
