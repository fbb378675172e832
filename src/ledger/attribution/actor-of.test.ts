import { expect, it } from 'vitest'
import type { ActorClass } from '../../model/field-owner.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { actorClassOfAttribution } from './actor-of.ts'

const CLASSES: Readonly<Record<string, ActorClass>> = {
  'kubectl-edit': 'person',
  'argocd-server': 'person',
  helm: 'deployer',
  ExternalDNS: 'controller',
}

function classOf(users: readonly string[], manager?: string, impersonated?: Attribution['impersonated']): ActorClass {
  const attribution: Attribution = {
    confidence: 'certain',
    users,
    ...(manager === undefined ? {} : { manager }),
    ...(impersonated === undefined ? {} : { impersonated }),
    notBefore: null,
    notAfter: '2026-11-25T10:00:00.000Z',
    evidence: '',
    reason: '',
  }
  const deployer = { manager: 'argocd-controller' }
  return actorClassOfAttribution(attribution, deployer, (owner) => CLASSES[owner.manager] ?? 'unknown')
}

it('tells people from programs by the user, and the deployer by its manager', () => {
  expect(classOf(['alice@example.com'], 'kubectl-edit')).toBe('person')
  expect(classOf(['alice@example.com'], 'some-script')).toBe('person')
  expect(classOf(['alice@example.com'])).toBe('person')
  expect(classOf(['system:serviceaccount:ci:runner'], 'kubectl-edit')).toBe('controller')
  expect(classOf(['system:serviceaccount:argocd:argocd-server'], 'argocd-server')).toBe('person')
  expect(classOf(['system:serviceaccount:dns:external-dns'], 'ExternalDNS')).toBe('controller')
  expect(classOf(['system:serviceaccount:x:y'], 'nobody-knows')).toBe('controller')
  expect(classOf(['system:admin'], 'kubectl-edit')).toBe('person')
  expect(classOf(['pipeline@example.com'], 'helm')).toBe('deployer')
  expect(classOf(['system:serviceaccount:argocd:application-controller'], 'argocd-controller')).toBe('deployer')
})

it('takes whoever acts as another for the one who acts', () => {
  const as = [{ user: 'alice@example.com', as: 'system:serviceaccount:shop:bot' }]
  expect(classOf(['alice@example.com', 'system:serviceaccount:shop:bot'], 'kubectl-edit', as)).toBe('person')
})

it('says unknown where a person and a program both may have written', () => {
  expect(classOf(['alice@example.com', 'system:serviceaccount:shop:bot'])).toBe('unknown')
})

it('goes by the manager where nobody is named', () => {
  expect(classOf([], 'kubectl-edit')).toBe('person')
  expect(classOf([])).toBe('unknown')
})
