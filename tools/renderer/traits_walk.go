package main

import (
	"regexp"
	"strings"
	"text/template/parse"
)

// walk records what a node and everything below it uses and calls.
func (d *definition) walk(node parse.Node) {
	switch typed := node.(type) {
	case *parse.ListNode:
		if typed != nil {
			d.walkAll(typed.Nodes)
		}
	case *parse.ActionNode:
		d.walk(typed.Pipe)
	case *parse.IfNode:
		d.walkBranch(&typed.BranchNode)
	case *parse.RangeNode:
		d.walkBranch(&typed.BranchNode)
	case *parse.WithNode:
		d.walkBranch(&typed.BranchNode)
	case *parse.TemplateNode:
		d.calls = append(d.calls, exactly(typed.Name))
		d.walk(typed.Pipe)
	case *parse.PipeNode:
		if typed != nil {
			for _, command := range typed.Cmds {
				d.walkCommand(command)
			}
		}
	case *parse.ChainNode:
		d.walk(typed.Node)
		d.chain(typed.Field)
	case *parse.FieldNode:
		d.chain(typed.Ident)
	case *parse.VariableNode:
		d.chain(typed.Ident)
	case *parse.IdentifierNode:
		d.function(typed.Ident)
	case *parse.StringNode:
		d.mentionsRevision = d.mentionsRevision || typed.Text == "Revision"
	}
}

func (d *definition) walkAll(nodes []parse.Node) {
	for _, node := range nodes {
		d.walk(node)
	}
}

func (d *definition) walkBranch(branch *parse.BranchNode) {
	d.walk(branch.Pipe)
	d.walk(branch.List)
	d.walk(branch.ElseList)
}

func (d *definition) walkCommand(command *parse.CommandNode) {
	if name, ok := command.Args[0].(*parse.IdentifierNode); ok && name.Ident == "include" {
		pattern := ".*"
		if len(command.Args) > 1 {
			pattern = patternOf(command.Args[1])
		}
		d.calls = append(d.calls, regexp.MustCompile("^(?:"+pattern+")$"))
	}
	d.walkAll(command.Args)
}

func (d *definition) function(name string) {
	if use, ok := impure[name]; ok {
		d.uses[use] = true
	}
	d.runsValues = d.runsValues || name == "tpl"
}

// chain reads `.Release.Revision`, also behind a variable or inside `with .Release`.
func (d *definition) chain(fields []string) {
	for i, field := range fields {
		switch {
		case field == "Values" || field == "Chart" || field == "Subcharts":
			return
		case field == "Revision":
			d.uses["release-revision"] = true
		case field == "Release" && i == len(fields)-1:
			d.mentionsRelease = true
		}
	}
}

func exactly(name string) *regexp.Regexp {
	return regexp.MustCompile("^" + regexp.QuoteMeta(name) + "$")
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// patternOf describes the names that an expression can give: `(print $.Template.BasePath "/config.yaml")` ends so.
func patternOf(node parse.Node) string {
	if text, ok := node.(*parse.StringNode); ok {
		return regexp.QuoteMeta(text.Text)
	}
	pipe, ok := node.(*parse.PipeNode)
	if !ok || len(pipe.Cmds) != 1 {
		return ".*"
	}
	args := pipe.Cmds[0].Args
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok {
		return ".*"
	}
	if name.Ident == "print" {
		return joinedPattern(args[1:])
	}
	if format, ok := stringAt(args, 1); ok && name.Ident == "printf" {
		return formatPattern(format)
	}
	return ".*"
}

func joinedPattern(args []parse.Node) string {
	var pattern strings.Builder
	for _, arg := range args {
		pattern.WriteString(patternOf(arg))
	}
	return pattern.String()
}

func formatPattern(format string) string {
	parts := verb.Split(format, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return strings.Join(parts, ".*")
}

func stringAt(args []parse.Node, index int) (string, bool) {
	if index >= len(args) {
		return "", false
	}
	text, ok := args[index].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return text.Text, true
}
