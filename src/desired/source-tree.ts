/** One file of a tree. Paths are relative to the tree's root, with slashes, without `.` and `..`. */
export interface TreeEntry {
  readonly path: string
  /** Anything but `file` is never read: links could lead anywhere, submodules hold another repository. */
  readonly kind: 'file' | 'symlink' | 'submodule' | 'other'
}

/** Files at one moment: a working tree, or a commit. Failures throw `DriftageError`. */
export interface SourceTree {
  /** Files in and below a folder (`''` = all), or the one file of that path, sorted by path. Empty where nothing is. */
  list(folder: string): Promise<readonly TreeEntry[]>
  /**
   * Contents of files by path; what does not exist or is no regular file is left out, and so is what would exceed
   * `maxFileBytes` (it is in `tooLarge`). Throws DRF2003 where all together exceed `maxTotalBytes`.
   */
  read(paths: readonly string[], limits: ReadLimits): Promise<TreeFiles>
}

export interface ReadLimits {
  readonly maxFileBytes: number
  readonly maxTotalBytes: number
}

export interface TreeFiles {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly tooLarge: readonly string[]
}

/** 50 MiB a file, 256 MiB a source. */
export const DEFAULT_READ_LIMITS: ReadLimits = { maxFileBytes: 50 * 1024 * 1024, maxTotalBytes: 256 * 1024 * 1024 }

/** A tree, and where in it the source is. */
export interface OpenSource {
  readonly tree: SourceTree
  /** Folder or file inside the tree; `''` is its root. */
  readonly folder: string
  /** Commit, 40 or 64 hex digits; empty where there is none. */
  readonly revision: string
  /** True where the folder differs from that commit. */
  readonly dirty: boolean
  /** Undefined where there is no Git repository. */
  readonly past: RepositoryPast | undefined
}

/** The commits behind a revision. */
export interface RepositoryPast {
  /** Commits reachable from the revision that changed any of the paths, newest first. */
  commits(paths: readonly string[], limit: number): Promise<readonly PastCommit[]>
  treeAt(commit: string): Promise<SourceTree>
}

export interface PastCommit {
  readonly id: string
  /** RFC 3339, of the commit (not of the author). */
  readonly time: string
}

/** Working trees on this machine. */
export interface WorkingTrees {
  /**
   * Opens what lies at a path. The tree's root is `root` where given (an ancestor of the path), else the folder itself.
   * Throws DRF2000 where nothing is there.
   */
  open(path: string, root: string | undefined): Promise<{ readonly tree: SourceTree; readonly folder: string }>
  /** A single file named by the person who runs driftage; undefined where there is none. Throws DRF2003. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined>
}

/** Git repositories. */
export interface Repositories {
  /** What Git knows of a path on this machine; undefined outside of repositories and where Git is not installed. */
  describe(path: string): Promise<WorkingCopy | undefined>
  /** Throws DRF203x. */
  open(repository: string, revision: string, folder: string): Promise<OpenSource>
}

export interface WorkingCopy {
  /** Top folder of the working tree. */
  readonly root: string
  /** Commit that is checked out; empty before the first one. */
  readonly revision: string
  readonly dirty: boolean
  readonly past: RepositoryPast
}
