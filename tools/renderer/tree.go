package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// maxTreeBytes bounds what one render reads. The host's folder is already bounded; the native program's is not.
const maxTreeBytes = 512 << 20

// tree holds the files that a render may read, by path relative to the root. Rendering reads from here and never from
// the disk, so what is not in it cannot be reached by any spelling of a path.
type tree map[string][]byte

// readTree reads the folder and refuses whatever is not a plain file: a link could point anywhere.
func readTree(root string) (tree, error) {
	files := tree{}
	size := int64(0)
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		relative := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(root)), "/")
		if err != nil {
			return fail(codeMissingFile, "a file or folder cannot be read").in(relative, 0)
		}
		if entry.IsDir() {
			return nil
		}
		if !entry.Type().IsRegular() {
			return fail(codeOutside, "a link or special file is not read").in(relative, 0)
		}
		info, err := entry.Info()
		if err != nil {
			return fail(codeMissingFile, "a file cannot be read").in(relative, 0)
		}
		if size += info.Size(); size > maxTreeBytes {
			return fail(codeTooLarge, "the files to render from are larger than 512 MiB together")
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return fail(codeMissingFile, "a file cannot be read").in(relative, 0)
		}
		files[relative] = data
		return nil
	})
	return files, err
}

// inside resolves a path of the request or of a file in folder `from`, and refuses what leaves the root.
func (t tree) inside(from, name string) (string, error) {
	if path.IsAbs(name) || strings.ContainsRune(name, 0) {
		return "", fail(codeOutside, "an absolute path is not read")
	}
	joined := path.Join(from, name)
	if joined == ".." || strings.HasPrefix(joined, "../") {
		return "", fail(codeOutside, "a path leaves the folder that is rendered from")
	}
	if joined == "." {
		return "", nil
	}
	return joined, nil
}

// hasFolder says whether some file lies below the folder; the root is the empty name.
func (t tree) hasFolder(folder string) bool {
	if folder == "" {
		return len(t) > 0
	}
	for name := range t {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}
