// Command peer-diff times Argo CD's diff library on pairs of objects, for the benchmark that compares driftage with it.
//
//	peer-diff [-rounds N] FILE
//
// FILE holds one {"desired": object, "live": object} a line. Everything is parsed before the clock starts, and one core
// is used, as in the measured run of driftage. Prints one JSON object.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type pair struct {
	Desired *unstructured.Unstructured `json:"desired"`
	Live    *unstructured.Unstructured `json:"live"`
}

type report struct {
	Pairs          int     `json:"pairs"`
	Rounds         int     `json:"rounds"`
	Seconds        float64 `json:"seconds"`
	PairsPerSecond float64 `json:"pairsPerSecond"`
	// Modified and Failed are indexes of pairs: where a difference was seen, and where the library gave an error.
	Modified []int `json:"modified"`
	Failed   []int `json:"failed"`
}

func main() {
	rounds := flag.Int("rounds", 1, "how often to compare all pairs")
	flag.Parse()
	if flag.NArg() != 1 || *rounds < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "peer-diff:", err)
		os.Exit(1)
	}
}

func run(file string, rounds int) error {
	runtime.GOMAXPROCS(1)
	pairs, err := readPairs(file)
	if err != nil {
		return err
	}
	result := detect(pairs)
	start := time.Now()
	for range rounds {
		for _, pair := range pairs {
			_, _ = diff.Diff(pair.Desired, pair.Live)
		}
	}
	result.Rounds = rounds
	result.Seconds = time.Since(start).Seconds()
	result.PairsPerSecond = float64(len(pairs)*rounds) / result.Seconds
	return json.NewEncoder(os.Stdout).Encode(result)
}

// detect also warms up: the first comparison of each kind builds caches that later ones reuse.
func detect(pairs []pair) report {
	result := report{Pairs: len(pairs), Modified: []int{}, Failed: []int{}}
	for i, pair := range pairs {
		found, err := diff.Diff(pair.Desired, pair.Live)
		switch {
		case err != nil:
			result.Failed = append(result.Failed, i)
		case found.Modified:
			result.Modified = append(result.Modified, i)
		}
	}
	return result
}

func readPairs(file string) ([]pair, error) {
	input, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer input.Close()
	decoder := json.NewDecoder(input)
	var pairs []pair
	for {
		var next pair
		if err := decoder.Decode(&next); errors.Is(err, io.EOF) {
			return pairs, nil
		} else if err != nil {
			return nil, fmt.Errorf("pair %d: %w", len(pairs), err)
		}
		pairs = append(pairs, next)
	}
}
