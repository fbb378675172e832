import { describe, expect, it } from 'vitest'
import { actorClassOf, KNOWN_ACTORS, knownActor } from './actors.ts'
import { ownerOf } from './difference-example.ts'
import { KNOWN_DEPLOYERS } from './known-deployers.ts'

describe('the class behind a field manager', () => {
  it.each([
    ['kubectl-edit', 'person'],
    ['kubectl-set', 'person'],
    ['kubectl/Update/scale', 'person'],
    ['kubectl/Update', 'person'],
    ['kubectl/Apply', 'person'],
    ['kubectl-client-side-apply', 'person'],
    ['kubectl-neat', 'person'],
    ['k9s', 'person'],
    ['Mozilla', 'person'],
    ['Headlamp 0.45.0 (linux', 'person'],
    ['argocd-server', 'person'],
    ['flux-client-side-apply', 'person'],
    ['argocd-controller/Apply', 'deployer'],
    ['kustomize-controller/Apply', 'deployer'],
    ['helm', 'deployer'],
    ['kube-controller-manager/Update/scale', 'controller'],
    ['cert-manager-cainjector/Apply', 'controller'],
    ['externalsecrets.external-secrets.io/db/Apply', 'controller'],
    ['manager', 'unknown'],
    ['controller', 'unknown'],
    ['OpenAPI-Generator', 'unknown'],
    ['before-first-apply', 'unknown'],
    ['ancient-changes', 'unknown'],
    ['jane.doe', 'unknown'],
    ['', 'unknown'],
    ['__proto__', 'unknown'],
  ])('%s: %s', (owner, expected) => {
    expect(actorClassOf(ownerOf(owner), { deployer: undefined })).toBe(expected)
  })

  it('is the deployer for whoever deploys here, and only on the main resource', () => {
    const csa = { deployer: { manager: 'kubectl-client-side-apply', operation: 'Update' as const } }
    expect(actorClassOf(ownerOf('kubectl-client-side-apply'), csa)).toBe('deployer')
    const ssa = { deployer: { manager: 'kubectl', operation: 'Apply' as const } }
    expect(actorClassOf(ownerOf('kubectl/Apply'), ssa)).toBe('deployer')
    expect(actorClassOf(ownerOf('kubectl/Update/scale'), ssa)).toBe('person')
    expect(actorClassOf(ownerOf('jenkins'), { deployer: { manager: 'jenkins' } })).toBe('deployer')
    expect(actorClassOf(ownerOf('jenkins/Update/scale'), { deployer: { manager: 'jenkins' } })).toBe('unknown')
  })

  it('is found by every row of the table, so that no row hides another', () => {
    for (const actor of KNOWN_ACTORS) {
      const owner = {
        manager: actor.manager.replace('*', 'x'),
        operation: actor.operation ?? 'Update',
        subresource: actor.subresource ?? '',
        time: undefined,
      } as const
      expect([actor.manager, knownActor(owner)?.actorClass]).toEqual([actor.manager, actor.actorClass])
    }
  })

  it('knows kubectl as an applier only by the operation that applies', () => {
    for (const { manager, operation } of KNOWN_DEPLOYERS) {
      if (manager.startsWith('kubectl')) expect(operation).toBeDefined()
    }
  })
})
