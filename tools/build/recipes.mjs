// What can be built, and from what. Every tool is one folder beside this one with its own go.mod.

/**
 * One program of a tool.
 * @typedef {object} Product
 * @property {string} file name of the binary
 * @property {string} package Go package of its main function
 * @property {string} [version] shown in progress lines
 * @property {number} [seconds] how long it takes with empty caches on 2 cores, for progress lines only
 * @property {string} [ldflags]
 * @property {Record<string, string>} [env] GOOS and GOARCH of another platform
 * @property {boolean} [asset] part of what `KUBEBUILDER_ASSETS` holds, and taken from there
 */

/**
 * Text files of a Go module that the tool needs at run time, joined into one beside the binary.
 * @typedef {object} JoinedFile
 * @property {string} file
 * @property {string} module
 * @property {readonly string[]} parts paths inside the module
 */

/**
 * @typedef {object} Recipe
 * @property {string} name also the name of the folder that holds go.mod
 * @property {readonly Product[]} products
 * @property {boolean} [ownSources] the folder holds Go code of this project, not just pins
 * @property {JoinedFile} [joined]
 */

const KWOK_STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
]

/** @type {readonly Recipe[]} */
const RECIPES = [
  kubernetes('kube', '1.36.3', '3.6.8'),
  kubernetes('kube-1.33', '1.33.13', '3.5.21'),
  {
    name: 'kwok',
    products: [
      {
        file: 'kwok',
        package: 'sigs.k8s.io/kwok/cmd/kwok',
        version: '0.8.0',
        seconds: 80,
        ldflags: '-s -w -X sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0',
      },
    ],
    joined: {
      file: 'stages.yaml',
      module: 'sigs.k8s.io/kwok',
      parts: KWOK_STAGES.map((stage) => `kustomize/stage/${stage}`),
    },
  },
  {
    name: 'renderer',
    ownSources: true,
    products: [
      {
        file: 'renderer.wasm',
        package: '.',
        seconds: 85,
        ldflags: '-s -w',
        env: { GOOS: 'wasip1', GOARCH: 'wasm' },
      },
      { file: 'renderer', package: '.', seconds: 75, ldflags: '-s -w' },
    ],
  },
  {
    name: 'render',
    products: [
      { file: 'helm', package: 'helm.sh/helm/v4/cmd/helm', version: '4.2.4', seconds: 60, ldflags: '-s -w' },
      {
        file: 'kustomize',
        package: 'sigs.k8s.io/kustomize/kustomize/v5',
        version: '5.8.1',
        seconds: 20,
        ldflags: '-s -w',
      },
    ],
  },
  ownProgram('oracle'),
  ownProgram('peer-diff'),
  ownProgram('type-facts'),
]

/**
 * @param {string} name
 * @returns {Recipe}
 */
export function recipeOf(name) {
  const recipe = RECIPES.find((candidate) => candidate.name === name)
  if (recipe) return recipe
  throw new Error(`There is no tool named "${name}"; there are ${RECIPES.map(({ name }) => name).join(', ')}.`)
}

/**
 * @param {string} name
 * @param {string} version
 * @param {string} etcd
 * @returns {Recipe}
 */
function kubernetes(name, version, etcd) {
  const [major, minor] = version.split('.')
  const flag = '-X k8s.io/component-base/version'
  // Without these the server calls itself v0.0.0-master+$Format…, and kubeVersion constraints of charts refuse it.
  const ldflags = `-s -w ${flag}.gitVersion=v${version} ${flag}.gitMajor=${major} ${flag}.gitMinor=${minor} ${flag}.gitTreeState=clean`
  /** @type {(file: string, seconds: number, asset?: boolean) => Product} */
  const command = (file, seconds, asset = false) => ({
    file,
    package: `k8s.io/kubernetes/cmd/${file}`,
    version,
    seconds,
    ldflags,
    asset,
  })
  return {
    name,
    products: [
      { file: 'etcd', package: 'go.etcd.io/etcd/server/v3', version: etcd, seconds: 60, ldflags: '-s -w', asset: true },
      command('kube-apiserver', 240, true),
      command('kube-controller-manager', 45),
      command('kube-scheduler', 10),
      command('kubectl', 30, true),
    ],
  }
}

/**
 * @param {string} name
 * @returns {Recipe}
 */
function ownProgram(name) {
  return { name, ownSources: true, products: [{ file: name, package: '.', seconds: 60, ldflags: '-s -w' }] }
}
