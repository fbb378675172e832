package main

import (
	"encoding/json"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kube-openapi/pkg/util"
)

// jsonField is a member of a struct as JSON sees it: members of inlined structs count as the outer struct's own.
type jsonField struct {
	name   string
	goType reflect.Type
}

// kinds are the types of all objects that a cluster without CRDs can hold. Lists and options are left out: Git holds none.
func kinds() []reflect.Type {
	types := runtime.NewScheme()
	utilruntime.Must(scheme.AddToScheme(types))
	utilruntime.Must(apiextensions.AddToScheme(types))
	utilruntime.Must(apiregistration.AddToScheme(types))
	var found []reflect.Type
	for _, goType := range types.AllKnownTypes() {
		if _, isObject := reflect.New(goType).Interface().(metav1.Object); isObject {
			found = append(found, goType)
		}
	}
	return found
}

// reachable returns the struct types below the roots that OpenAPI describes as objects with fields, by component name.
func reachable(roots []reflect.Type) []reflect.Type {
	seen := map[reflect.Type]bool{}
	for _, root := range roots {
		visit(root, seen)
	}
	var types []reflect.Type
	for goType := range seen {
		types = append(types, goType)
	}
	sort.Slice(types, func(i, j int) bool { return componentName(types[i]) < componentName(types[j]) })
	return types
}

func visit(goType reflect.Type, seen map[reflect.Type]bool) {
	switch goType.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		visit(goType.Elem(), seen)
	case reflect.Struct:
		if seen[goType] || hasOwnJSON(goType) {
			return
		}
		seen[goType] = true
		for _, field := range jsonFields(goType) {
			visit(field.goType, seen)
		}
	}
}

// hasOwnJSON holds for Quantity, Time, IntOrString and the like: scalars or free JSON to a client.
func hasOwnJSON(goType reflect.Type) bool {
	_, own := reflect.New(goType).Interface().(json.Unmarshaler)
	return own
}

func jsonFields(structType reflect.Type) []jsonField {
	var fields []jsonField
	for i := range structType.NumField() {
		member := structType.Field(i)
		name, _, _ := strings.Cut(member.Tag.Get("json"), ",")
		switch {
		case name == "-" || !member.IsExported():
		case name == "" && member.Anonymous:
			fields = append(fields, jsonFields(dereferenced(member.Type))...)
		default:
			fields = append(fields, jsonField{name, member.Type})
		}
	}
	return fields
}

func dereferenced(goType reflect.Type) reflect.Type {
	if goType.Kind() == reflect.Pointer {
		return goType.Elem()
	}
	return goType
}

// componentName is what the server's OpenAPI documents call the type. Most types say it themselves.
func componentName(goType reflect.Type) string {
	name := util.GetCanonicalTypeName(reflect.New(goType).Interface())
	if strings.Contains(name, "/") {
		return util.ToRESTFriendlyName(name)
	}
	return name
}
