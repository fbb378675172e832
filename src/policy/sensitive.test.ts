import { describe, expect, it } from 'vitest'
import { type DifferenceExample, differenceAt, refOf } from './difference-example.ts'
import { isSecretName, isSecretValue } from './secret-like.ts'
import { isSensitive } from './sensitive.ts'

const WEB = 'apps/Deployment/shop/web'
const ENV = '.spec.template.spec.containers[name="a"].env'
const CANARY = 'Zq8xW2vL0pRt5YbN3kHs'

const PEM = `-----BEGIN CERTIFICATE-----\n${'MIIBszCCAVmgAwIBAgIUZq8xW2vL0pRt5YbN3kHs'.repeat(3)}\n-----END CERTIFICATE-----\n`
const CERTIFICATE = btoa(PEM)

function sensitive(ref: string, path: string, example: DifferenceExample): boolean {
  return isSensitive(differenceAt(path, example), refOf(ref))
}

describe('values that are never shown', () => {
  it.each<[string, string, DifferenceExample]>([
    ['-/Secret/shop/a', '.data.user', { live: 'YQ==' }],
    ['-/Secret/shop/a', '.data', { live: { user: 'YQ==' }, atomic: true }],
    ['-/Secret/shop/a', '.stringData.user', { desired: 'a' }],
    ['-/Secret/shop/a', '.metadata.annotations.note', { live: 'x' }],
    ['-/Secret/shop/a', '', { kind: 'missing', desired: { data: { a: 'YQ==' } } }],
    ['bitnami.com/SealedSecret/shop/a', '.spec.encryptedData.user', { live: 'x' }],
    [WEB, '.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]', { live: '{}' }],
    ['-/Secret/shop/a', '.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]', { live: '{}' }],
    ['-/ConfigMap/shop/c', '.data.DB_PASSWORD', { desired: 'a', live: 'b' }],
    ['-/ConfigMap/shop/c', '.data["api-key"]', { live: 'b' }],
    ['-/ConfigMap/shop/c', '.data.url', { live: 'postgres://app:hunter2@db/shop' }],
    ['-/ConfigMap/shop/c', '.data.blob', { live: CANARY }],
    ['-/ConfigMap/shop/c', '.data["application.yaml"]', { live: 'db:\n  password: hunter2\n' }],
    ['-/ConfigMap/shop/c', '.data["tls.pem"]', { live: '-----BEGIN RSA PRIVATE KEY-----\nAAAA' }],
    ['-/ConfigMap/shop/c', '.data', { live: { mode: 'a', TOKEN: 'x' }, atomic: true }],
    [WEB, `${ENV}[name="DB_PASSWORD"].value`, { desired: 'a', live: 'b' }],
    [WEB, `${ENV}[name="DB_PASSWORD"]`, { live: { name: 'DB_PASSWORD', value: 'b' } }],
    [WEB, `${ENV}[name="URL"].value`, { desired: 'https://user:pw@host/' }],
    [
      WEB,
      '.spec.template.spec.containers[name="b"]',
      {
        live: {
          name: 'b',
          env: [
            { name: 'A', value: '1' },
            { name: 'API_TOKEN', value: 'x' },
          ],
        },
      },
    ],
    [WEB, '.spec.template.spec.containers[name="b"].args', { live: ['--password=hunter2'], atomic: true }],
    [
      WEB,
      '.spec.template.spec.containers[name="b"].command',
      { live: ['sh', '-c', `curl -H ${CANARY}`], atomic: true },
    ],
    [
      'argoproj.io/Application/argocd/a',
      '.spec.source.helm.parameters',
      { live: [{ name: 'db.password', value: 'x' }], atomic: true },
    ],
    ['argoproj.io/Application/argocd/a', '.spec.source.helm.values', { live: 'auth:\n  secret: hunter2' }],
    ['helm.toolkit.fluxcd.io/HelmRelease/flux/a', '.spec.values.auth.password', { desired: 'a', live: 'b' }],
    [
      'helm.toolkit.fluxcd.io/HelmRelease/flux/a',
      '.spec.values',
      { live: { auth: { adminPassword: 'x' } }, atomic: true },
    ],
    ['helm.toolkit.fluxcd.io/HelmRelease/flux/a', '.spec.values.secrets.dbPass', { live: CANARY }],
    ['helm.toolkit.fluxcd.io/HelmRelease/flux/a', '.spec.values', { live: { secrets: { mysqlPassword: 'x' } } }],
    ['helm.toolkit.fluxcd.io/HelmRelease/flux/a', '.spec.values', { live: { secret: 'hunter2' } }],
    ['helm.toolkit.fluxcd.io/HelmRelease/flux/a', '.spec.values.secret', { live: 'hunter2' }],
    ['-/ConfigMap/shop/c', '.data.bundle', { live: `${PEM}${CANARY}` }],
    ['-/ConfigMap/shop/c', '.data.bundle', { live: btoa(`${PEM}-----BEGIN PRIVATE KEY-----`) }],
    ['example.org/Database/shop/d', '.spec.adminPassword', { live: 'x' }],
    ['example.org/Database/shop/d', '.spec.pin.passcode', { live: 1234 }],
    ['example.org/Database/shop/d', '.spec.credentials.user', { live: 'x' }],
    [
      WEB,
      '',
      {
        kind: 'missing',
        desired: { spec: { template: { spec: { containers: [{ env: [{ name: 'TOKEN', value: 'x' }] }] } } } },
      },
    ],
  ])('%s %s %j', (ref, path, example) => {
    expect(sensitive(ref, path, example)).toBe(true)
  })

  it.each<[string, string, DifferenceExample]>([
    [WEB, '.spec.replicas', { desired: 3, live: 5 }],
    [
      WEB,
      '.spec.template.spec.containers[name="a"].image',
      {
        desired: 'registry.example.org/shop/web:1.2.3',
        live: `registry.example.org/shop/web:1.2.4@sha256:${'ab'.repeat(32)}`,
      },
    ],
    [WEB, `${ENV}[name="DEBUG"].value`, { desired: '0', live: '1' }],
    [WEB, `${ENV}[name="LOG_LEVEL"]`, { live: { name: 'LOG_LEVEL', value: 'debug' } }],
    [WEB, '.spec.template.spec.automountServiceAccountToken', { live: true }],
    [WEB, '.spec.template.spec.imagePullSecrets[name="pull"]', { live: { name: 'pull' } }],
    [WEB, '.spec.template.spec.volumes[name="v"].secret.secretName', { desired: 'a', live: 'b' }],
    [WEB, `${ENV}[name="DB_PASSWORD"].valueFrom.secretKeyRef.name`, { desired: 'a', live: 'b' }],
    [WEB, `${ENV}[name="X"]`, { live: { name: 'X', valueFrom: { secretKeyRef: { name: 'a', key: 'password' } } } }],
    ['-/ServiceAccount/shop/a', '.secrets[name="a-token-x"]', { live: { name: 'a-token-x' } }],
    [
      'argoproj.io/Application/argocd/a',
      '.spec.source.targetRevision',
      { desired: 'main', live: '4f2c1d9e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d' },
    ],
    [
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/h',
      '.webhooks[name="a"].clientConfig.caBundle',
      { live: CERTIFICATE },
    ],
    [WEB, `${ENV}[name="A"].valueFrom.configMapKeyRef.name`, { desired: 'a', live: 'b' }],
    ['-/Secret/shop/a', '.metadata.labels.team', { live: 'x' }],
    ['-/ConfigMap/shop/c', '.data["log.level"]', { desired: 'info', live: 'debug' }],
    [
      '-/ConfigMap/shop/c',
      '.data.class',
      { live: 'org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration' },
    ],
    [
      'networking.k8s.io/Ingress/shop/w',
      '.spec.rules',
      { live: [{ host: 'a-very-long-host-name-1.example.org' }], atomic: true },
    ],
    [
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/h',
      '.webhooks[name="a"].failurePolicy',
      { desired: 'Fail', live: 'Ignore' },
    ],
  ])('shows %s %s', (ref, path, example) => {
    expect(sensitive(ref, path, example)).toBe(false)
  })

  it.each([
    'PASSWORD',
    'dbPasswd',
    'api_key',
    'apiKey',
    'API-KEY',
    'private_key',
    'clientSecret',
    'GITHUB_TOKEN',
    'dsn',
    'SENTRY_DSN',
    'connectionString',
    'aws_secret_access_key',
    'creds',
    '.dockerconfigjson',
    'tls.key',
    'DATABASE_URL',
    'REDIS_URL',
  ])('%s names a secret', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'name',
    'key',
    'keys',
    'image',
    'monkey',
    'author',
    'compass',
    'passive',
    'bypass',
    'hostname',
    'secretName',
    'tokenExpirationSeconds',
    'url',
    'tls.crt',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'a1'.repeat(18)}`,
    'xoxb-1234567890-abcdef',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig',
    'Server=db;Password=hunter2;',
    'https://x.blob.core.windows.net/a?sig=abc123',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'd41d8cd98f00b204e9800998ecf8427e',
    'token: abcdef',
  ])('%s looks like a secret', (text) => {
    expect(isSecretValue(text)).toBe(true)
  })

  it.each([
    '',
    'true',
    '100m',
    'nginx:1.25.3',
    '/var/lib/postgresql/data/pgdata',
    'kubernetes.io/ingress.class',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'http://prometheus-server.monitoring.svc.cluster.local:9090/api/v1',
    'The quick brown fox jumps over the lazy dog',
    'topology.kubernetes.io/zone',
  ])('%s does not', (text) => {
    expect(isSecretValue(text)).toBe(false)
  })

  it('reads long text in time that grows with its length', () => {
    for (const unit of ['a', 'a:', '://', 'a@', 'password ', '-----BEGIN ', 'aA1', ' =']) {
      isSecretValue(unit.repeat(200_000 / unit.length))
    }
  })
})
