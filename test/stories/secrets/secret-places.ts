import { NAMESPACE } from '../witness.ts'
import type { Canaries } from './canaries.ts'

/** A manifest as Git has it, and changes that make it drift in the cluster. */
export interface SecretPlace {
  readonly git: object
  /** Merge patch; undefined where the object stays as it is. */
  readonly drift: object | undefined
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const metadata = (name: string): object => ({ name, namespace: NAMESPACE })

/** Objects that hold a canary in every place where people keep secrets. */
export function secretPlaces(canaries: Canaries): readonly SecretPlace[] {
  return [...secrets(canaries), ...configuration(canaries), workload(canaries), sealed(canaries)]
}

function secrets(canaries: Canaries): readonly SecretPlace[] {
  const v = (name: string) => canaries.value(`secret ${name}`)
  const manifest = (name: string, more: object) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(name),
    ...more,
  })
  const annotations = { 'example.com/note': v('annotation') }
  return [
    {
      git: {
        ...manifest('data', {
          data: { same: base64(v('same')), changed: base64(v('in git')), gone: base64(v('gone')) },
        }),
        metadata: { ...metadata('data'), annotations },
      },
      drift: {
        metadata: { annotations: { 'example.com/note': v('annotation live') } },
        data: { changed: base64(v('live')), gone: null, added: base64(v('added')) },
      },
    },
    {
      git: manifest('text', { stringData: { same: v('stringData same'), changed: v('stringData git') } }),
      drift: { data: { changed: base64(v('stringData live')) }, metadata: { labels: { shown: 'yes' } } },
    },
    {
      git: manifest('both', {
        data: { key: base64(v('data under stringData')) },
        stringData: { key: v('stringData over data') },
      }),
      drift: { data: { key: base64(v('both live')) } },
    },
    { git: manifest('immutable', { immutable: true, data: { key: base64(v('immutable')) } }), drift: undefined },
    {
      git: manifest('typed', {
        type: 'kubernetes.io/basic-auth',
        stringData: { username: v('user'), password: v('password') },
      }),
      drift: undefined,
    },
  ]
}

function configuration(canaries: Canaries): readonly SecretPlace[] {
  const v = (name: string) => canaries.value(`config ${name}`)
  const pem = (name: string) => `-----BEGIN PRIVATE KEY-----\n${base64(v(name))}\n-----END PRIVATE KEY-----\n`
  const data = (side: string) => ({
    DB_PASSWORD: v(`password ${side}`),
    'api-token': v(`token ${side}`),
    'tls.key': pem(`pem ${side}`),
    DATABASE_URL: `postgres://shop:${v(`url ${side}`)}@db.example.com/shop`,
    endpoint: `https://shop:${v(`userinfo ${side}`)}@api.example.com/`,
    'app.properties': `colour=blue\nspring.datasource.password=${v(`properties ${side}`)}\n`,
    'config.json': JSON.stringify({ smtp: { password: v(`json ${side}`) } }),
  })
  const git = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata('config'),
    data: { ...data('git'), colour: 'green' },
  }
  return [{ git, drift: { data: { ...data('live'), ADDED_SECRET: v('added'), colour: 'blue' } } }]
}

function workload(canaries: Canaries): SecretPlace {
  const v = (name: string) => canaries.value(`workload ${name}`)
  const env = (side: string) => [
    { name: 'DB_PASSWORD', value: v(`env ${side}`) },
    { name: 'STRIPE_KEY', value: `sk_live_${v(`token ${side}`)}` },
    { name: 'REDIS_URL', value: `redis://:${v(`env url ${side}`)}@redis:6379` },
    { name: 'JAVA_OPTS', value: `-Xmx1g -Dpassword=${v(`flag ${side}`)}` },
    { name: 'COLOUR', value: side },
  ]
  const container = (side: string) => ({
    name: 'web',
    image: 'example.com/web:1',
    env: env(side),
    args: ['--port=80', `--db-password=${v(`argument ${side}`)}`],
  })
  const spec = (side: string) => ({
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container(side)] } },
  })
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata('web') }
  return {
    git: { ...manifest, spec: { ...spec('git'), replicas: 1, selector: { matchLabels: { app: 'web' } } } },
    drift: { spec: spec('live') },
  }
}

/** Encrypted in Git, but what stands in the template may be plain. */
function sealed(canaries: Canaries): SecretPlace {
  const v = (name: string) => canaries.value(`sealed ${name}`)
  const spec = (side: string) => ({
    tokens: ['shared', v(`member of a set ${side}`)],
    logins: [{ token: v(`key of a list ${side}`), role: side }],
    encryptedData: { password: v(`encrypted ${side}`) },
    template: { data: { 'config.ini': `password=${v(`template ${side}`)}` }, stringData: { key: v(`plain ${side}`) } },
  })
  const git = {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: metadata('sealed'),
    spec: spec('git'),
  }
  return { git, drift: { spec: spec('live') } }
}
