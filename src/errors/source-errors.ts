/** DRF2000 to DRF2099: reading sources and Git. What cannot be read is unknown; it is never missing and never in sync. */
export const SOURCE_ERRORS = {
  DRF2000: {
    title: 'The source is not there',
    text: 'No file or folder has this path, in the working tree or at the given revision. Check the path and, for a repository, the revision. The source counts as unknown and nothing else is affected.',
  },
  DRF2001: {
    title: 'A YAML document cannot be read',
    text: 'The document breaks the rules of YAML, or uses something that the Kubernetes tools would refuse. The message names file, line and column and never quotes the text. Correct the document. The other documents of the file were read.',
  },
  DRF2002: {
    title: 'A file is not UTF-8',
    text: 'Kubernetes tools read manifests as UTF-8 only. Save the file in that encoding. The other files of the source were read.',
  },
  DRF2003: {
    title: 'Too large to read',
    text: 'A file or the whole source is larger than its limit (50 MiB for a file, 256 MiB for a source), far beyond what a cluster would store. Point the source at a smaller folder. What lies beyond the limit was not read.',
  },
  DRF2004: {
    title: 'Too many documents',
    text: 'A file holds more documents than its limit (50,000). Split it. The documents up to the limit were read.',
  },
  DRF2005: {
    title: 'An incomplete manifest',
    text: 'The document looks like a manifest but lacks apiVersion, kind or metadata.name, or holds something else than text there, so no object can be told from it and applying it would fail. Complete it, or move it out of the folder. The other documents were read.',
  },
  DRF2006: {
    title: 'A symbolic link',
    text: 'Links are never followed, since a repository could point one at any file of this machine. Replace the link by the file. What it points to was not read.',
  },
  DRF2007: {
    title: 'A submodule',
    text: 'Submodules are never fetched. Name the repository of the submodule as a source of its own. What it holds was not read.',
  },
  DRF2008: {
    title: 'A Git LFS pointer',
    text: 'The file is a pointer to content in Git LFS storage, which is not fetched. Keep manifests in Git itself. The file was not read, and its pointer was not taken for a manifest.',
  },
  DRF2009: {
    title: 'A path leaves the source',
    text: 'A kustomization or a flag names a file outside the folder or repository that the source may read. Name a source that contains both, or copy the file. The source counts as unknown.',
  },
  DRF2010: {
    title: 'The source holds no objects',
    text: 'Nothing in the source is a manifest, which is more often a wrong path than an intention. Taken at its word it would say that every object is to be removed, so it counts as unknown.',
  },
  DRF2011: {
    title: 'A remote reference',
    text: 'A kustomization refers to another repository by URL. Nothing is fetched while rendering. Vendor the files, or name that repository as a source. The source counts as unknown.',
  },
  DRF2012: {
    title: 'A values file is missing',
    text: 'A values file that was named for the chart does not exist. Correct its path. The chart was not rendered and counts as unknown.',
  },
  DRF2013: {
    title: 'The version is not served',
    text: 'The cluster knows the kind, but not in the version that Git names; applying it would fail. Change apiVersion to a served version, which the message lists. The objects were not compared.',
  },
  DRF2014: {
    title: 'The kind is unknown',
    text: 'The cluster has no such kind and no source holds a CustomResourceDefinition for it. Install what defines it, or correct apiVersion and kind. The objects were not compared.',
  },
  DRF2015: {
    title: 'The definition is not installed yet',
    text: 'A source holds the CustomResourceDefinition of this kind, and the cluster does not have it yet. Apply it first. The objects were not compared; they are pending, not missing.',
  },
  DRF2016: {
    title: 'The group could not be discovered',
    text: 'The API server did not say what this group holds, mostly because an aggregated API server is down. That says nothing about the objects. Repair the APIService. The objects were not compared.',
  },
  DRF2030: {
    title: 'Git is not installed',
    text: 'The program `git` was not found on PATH. Install Git 2.36 or newer, or scan a folder. Nothing was read.',
  },
  DRF2031: {
    title: 'Not a Git repository',
    text: 'The path holds no Git repository. Name one, or scan the folder without --git. Nothing was read.',
  },
  DRF2032: {
    title: 'The revision does not exist',
    text: 'The repository has no branch, tag or commit of this name. Check the name and that it was pushed. Nothing was read.',
  },
  DRF2033: {
    title: 'An address that is not allowed',
    text: 'Repositories are read over https and ssh, or from a path. Other transports can run commands, and a name that begins with a dash could be taken for an option. Nothing was read and no connection was made.',
  },
  DRF2034: {
    title: 'A name that is not allowed',
    text: 'The revision or path begins with a dash, holds control characters or leaves the repository, so it could mean something else to Git. Nothing was read.',
  },
  DRF2035: {
    title: 'Git took too long',
    text: 'Git was ended at its time limit. The server may be slow or the repository huge. Try again or name a smaller repository. What was known before stays as it was.',
  },
  DRF2036: {
    title: 'Git answered too much',
    text: 'The answer of Git was larger than its limit and was dropped. Point the source at a smaller folder.',
  },
  DRF2037: {
    title: 'Access to the repository was refused',
    text: 'The server wants other credentials, or says so for a repository that does not exist. driftage uses your ssh agent and your credential helpers and never asks. Check that `git ls-remote` works. Nothing was read.',
  },
  DRF2038: {
    title: 'The repository cannot be reached',
    text: 'No connection to the server of the repository could be made. Check address, network and proxy. What was known before stays as it was.',
  },
  DRF2039: {
    title: 'Git failed',
    text: 'Git ended with an error that driftage does not know; its words are not shown, since they can hold credentials. Run the same with `git` to see them. Nothing was changed.',
  },
  DRF2040: {
    title: 'The server of the repository failed',
    text: 'The server answered with an error of its own (5xx), asked for fewer requests (429), or hung up. Try again later. What was known before stays as it was.',
  },
  DRF2050: {
    title: 'No such source',
    text: 'No source of this name is configured. `driftage status` lists what there is. Nothing was changed.',
  },
  DRF2051: {
    title: 'Nothing to confirm',
    text: 'A source is confirmed when it is held because its desired state shrank or its history was rewritten. This one is not held, or its branch is gone, which no confirmation brings back: correct the revision in the configuration. Nothing was changed.',
  },
  DRF2052: {
    title: 'Not a commit of the source',
    text: 'What was named as rolled out is no commit that the repository of the source has, or the source has no commits at all. Name the full id of a commit that was pushed. What was known before stays as it was.',
  },
} as const
