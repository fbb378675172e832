/** Up to where an audit log was read, to go on there after a restart. */
export interface FollowPosition {
  /** Inode of the file: stays with it when it is renamed. */
  readonly inode: string
  /** Bytes, always behind a line end. */
  readonly offset: number
  /** Digest of the first bytes, since inodes are given again and files are emptied in place. Empty for a file too short. */
  readonly head: string
}

/** Lines that were read and where reading stands behind them. */
export interface FollowedLines {
  readonly lines: readonly string[]
  readonly position: FollowPosition
}

/** What following needs; composed outside. */
export interface FollowPorts {
  /** Takes lines in order. The next ones are read when it is done. Must not throw. */
  readonly take: (read: FollowedLines) => Promise<void>
  /** The file could not be read, each time that this begins. */
  readonly failed: (code: 'DRF3210', cause: string) => void
}
