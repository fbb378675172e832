/** A tool that {@link ensureTool} can build; each is a folder beside this file. */
export type ToolName = 'kube' | 'kube-1.33' | 'kwok' | 'renderer' | 'render' | 'oracle' | 'peer-diff' | 'type-facts'

/** The folder that holds a tool's binaries; builds them where they are missing, which can take minutes. */
export function ensureTool(name: ToolName): Promise<{ dir: string }>
