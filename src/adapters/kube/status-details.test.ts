import { expect, test } from 'vitest'
import { statusDetails } from './status-details.ts'

const status = (message: string, details: object = {}) =>
  ({ kind: 'Status', apiVersion: 'v1', message, reason: 'Forbidden', details }) as never

test.each([
  [
    'configmaps is forbidden: User "reader" cannot list resource "configmaps" in API group "" at the cluster scope',
    true,
  ],
  ['forbidden: User "a\\"b" cannot impersonate-on:user-info:get path "/api"', true],
  ['configmaps "a" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=0', false],
  ['pods "a" is forbidden: violates PodSecurity "restricted:latest": privileged', false],
  [
    'roles "a" is forbidden: user "alice" (groups=["dev"]) is attempting to grant RBAC permissions not currently held',
    false,
  ],
  ['admission webhook "w.example.com" denied the request: no', false],
])('a role would help against "%s": %s', (message, expected) => {
  expect(statusDetails(status(message))?.byAuthorizer).toBe(expected)
})

test('keeps reasons and field paths, and nothing that may hold a value', () => {
  const causes = [
    { reason: 'FieldValueRequired', field: 'spec.containers[0].env[1].name', message: 'canary' },
    { reason: 'NamespaceTerminating' },
    { reason: 'FieldValueInvalid', field: 'data[canary value]' },
    { reason: 'canary: value', field: 'spec.replicas' },
    'canary',
  ]
  const details = statusDetails(status('canary', { kind: 'pods', name: 'web', causes }))
  expect(details).toMatchObject({
    reason: 'Forbidden',
    fields: ['spec.containers[0].env[1].name (FieldValueRequired)', 'spec.replicas'],
    causes: ['NamespaceTerminating'],
  })
  expect(JSON.stringify(details)).not.toContain('canary')
})

test.each([[undefined], ['404 page not found'], [{ kind: 'Thing' }], [[]]])('%j is no Status', (body) => {
  expect(statusDetails(body as never)).toBeUndefined()
})
