import { describe, expect, it } from 'vitest'
import { admissionPolicyText } from './annotating-policy.ts'
import { auditPolicyText, observingWebhookText } from './audit-policy.ts'

describe('the audit policy', () => {
  it('logs writes with their user and nothing of their bodies', () => {
    const text = auditPolicyText()
    expect(text).not.toContain('Request:')
    expect(text.match(/level: (\w+)/g)).toEqual([
      'level: None',
      'level: None',
      'level: None',
      'level: Metadata',
      'level: Metadata',
    ])
    expect(text).toMatch(/- level: Metadata\n$/)
  })

  it('logs whole requests only of the kinds that are asked for, and never of secrets (S-11)', () => {
    const kinds = [
      { group: 'apps', resource: 'deployments' },
      { group: '', resource: 'secrets' },
      { group: 'generators.external-secrets.io', resource: 'passwords' },
    ]
    const whole = /- level: RequestResponse\n[^]*?(?=\n {2}- level)/.exec(auditPolicyText(kinds))?.[0]
    expect(whole?.split('\n')).toEqual([
      '- level: RequestResponse',
      '    omitManagedFields: true',
      '    resources:',
      '      - {group: "apps", resources: ["deployments", "deployments/scale"]}',
    ])
    expect(auditPolicyText([{ group: '', resource: 'secrets' }])).toBe(auditPolicyText())
  })
})

describe('the admission policy (R-30)', () => {
  it('only annotates updates and deletions, and fails open', () => {
    const text = admissionPolicyText()
    expect(text).toContain('failurePolicy: Ignore')
    expect(text).toContain('operations: [UPDATE, DELETE]\n        resources: ["*", "*/scale"]')
    expect(text).toContain('validationActions: [Audit]')
    expect(text).not.toContain('CREATE')
    expect(text).not.toContain('validations:')
  })
})

describe('the observing webhook', () => {
  it('fails open after a second, has no side effects, and sees only the kinds that are named', () => {
    const kinds = [
      { group: 'apps', resource: 'deployments' },
      { group: '', resource: 'services' },
      { group: '', resource: 'configmaps' },
    ]
    const text = observingWebhookText({ url: 'https://driftage.example.com/audit/prod/admission/t', ca: 'PEM', kinds })
    expect(text).toContain('failurePolicy: Ignore')
    expect(text).toContain('timeoutSeconds: 1')
    expect(text).toContain('sideEffects: None')
    expect(text).toContain('caBundle: UEVN')
    expect(text.match(/resources: .*/g)).toEqual([
      'resources: ["configmaps", "configmaps/scale", "services", "services/scale"]',
      'resources: ["deployments", "deployments/scale"]',
    ])
  })
})
