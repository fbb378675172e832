import { applier, clientSideApplier, recreator, replacer } from './manifest-writers.ts'
import { controller, isRestart, isSettable, ownerless, patcher, scaler } from './patching-writers.ts'
import { DEPLOYER } from './target.ts'
import { policyWriter } from './policy-writer.ts'
import type { Writer } from './writer.ts'

const always = (): boolean => true

/** Every kind of writer with what it can do, in the names and patch types that the real clients use. */
export const WRITERS: readonly Writer[] = [
  patcher('edit', 'kubectl-edit', 'native', always),
  patcher('patch --type=strategic', 'kubectl-patch', 'strategic-merge-patch', ({ builtin }) => builtin),
  patcher('patch --type=merge', 'kubectl-patch', 'merge-patch', always),
  patcher('patch --type=json', 'kubectl-patch', 'json-patch', always),
  patcher('set', 'kubectl-set', 'strategic-merge-patch', isSettable),
  patcher('label', 'kubectl-label', 'merge-patch', (_target, _change, written) =>
    /^\.metadata\.labels[.[]/.test(written),
  ),
  patcher('annotate', 'kubectl-annotate', 'merge-patch', (_target, _change, written) =>
    /^\.metadata\.annotations[.[]/.test(written),
  ),
  { ...patcher('rollout restart', 'kubectl-rollout', 'strategic-merge-patch', isRestart), severity: 'info' },
  scaler(),
  applier('apply --server-side', 'kubectl', 'person'),
  clientSideApplier(),
  applier('apply as the deployer', DEPLOYER, 'deployer'),
  replacer(),
  controller('controller', 'ExternalDNS', 'controller'),
  controller('unknown program', 'some-operator', 'unknown'),
  ownerless(),
  policyWriter(),
  recreator(),
]
