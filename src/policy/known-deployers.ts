import type { Deployer } from '../model/deployer.ts'

export interface KnownDeployer extends Deployer {
  readonly tool: string
}

/**
 * Managers that appliers use, for choosing the deployer. Entries of kubectl name the operation: with the other
 * one the same name is a person's `kubectl scale` or `kubectl rollout undo`.
 */
export const KNOWN_DEPLOYERS: readonly KnownDeployer[] = [
  { manager: 'argocd-controller', tool: 'Argo CD' },
  { manager: 'kustomize-controller', tool: 'Flux' },
  { manager: 'helm-controller', tool: 'Flux' },
  { manager: 'helm', tool: 'Helm' },
  { manager: 'kubectl', operation: 'Apply', tool: 'kubectl apply --server-side' },
  { manager: 'kubectl-client-side-apply', operation: 'Update', tool: 'kubectl apply' },
  { manager: 'fleetagent', tool: 'Rancher Fleet' },
  { manager: 'fleet-agent', tool: 'Rancher Fleet' },
  { manager: 'configsync.gke.io', tool: 'Config Sync' },
  { manager: 'configsync', tool: 'Config Sync' },
  { manager: 'kluctl', tool: 'kluctl' },
  { manager: 'kapp', tool: 'kapp' },
  { manager: 'kapp-server-side-apply', tool: 'kapp' },
  { manager: 'kapp-controller', tool: 'kapp' },
  { manager: 'pulumi-kubernetes', tool: 'Pulumi' },
  { manager: 'Terraform', tool: 'Terraform' },
  { manager: 'HashiCorp', tool: 'Terraform' },
  { manager: 'werf', tool: 'werf' },
]
