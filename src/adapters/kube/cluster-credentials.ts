import { resolve } from 'node:path'
import { isList, isObject, property } from '../../model/json.ts'
import type { Bearer, CredentialSettings, Impersonation, PemSource } from './cluster-config.ts'
import type { ClusterFlags } from './cluster-flags.ts'
import { execPlugin } from './exec-settings.ts'
import { badSetting, type KubeconfigEntry, pathSetting, textSetting } from './kubeconfig-file.ts'
import { SecretText } from './secret-text.ts'
import { DriftageError } from '../../errors/driftage-error.ts'

/**
 * What a user entry and the flags offer as credentials. `--token` replaces every other way but client certificates.
 *
 * @param cluster entry whose extension an exec plugin may be told
 * @throws DriftageError DRF3004, DRF3005
 */
export function credentialSettings(
  user: KubeconfigEntry | undefined,
  cluster: KubeconfigEntry | undefined,
  flags: ClusterFlags,
  cwd: string,
): CredentialSettings {
  const certificate = pem(user, 'client-certificate', flags.clientCertificate, cwd)
  const key = pem(user, 'client-key', flags.clientKey, cwd)
  if ((certificate === undefined) !== (key === undefined)) {
    throw badSetting(user, 'client-certificate', 'needs client-key, and the other way round')
  }
  const clientCertificate = certificate !== undefined && key !== undefined ? { certificate, key } : undefined
  const found = flags.token ? tokenBearer(flags.token, '--token') : bearer(user, cluster)
  return {
    user: user?.name ?? 'of the flags',
    clientCertificate,
    // As in kubectl, a plugin is not asked where something else is at hand.
    bearer: found?.by === 'exec' && clientCertificate !== undefined ? undefined : found,
  }
}

function tokenBearer(token: string, where: string): Bearer {
  return { by: 'token', token: headerText(token, where) }
}

function bearer(user: KubeconfigEntry | undefined, cluster: KubeconfigEntry | undefined): Bearer | undefined {
  if (user === undefined) return undefined
  refuseAuthProvider(user)
  const token = textSetting(user, 'token')
  const tokenFile = pathSetting(user, 'tokenFile')
  const username = textSetting(user, 'username')
  const exec = execPlugin(user, cluster)
  if (username !== undefined && (token ?? tokenFile) !== undefined) {
    throw badSetting(user, 'user', 'has both a token and a username; keep one')
  }
  const where = `token of "${user.name}"`
  if (tokenFile !== undefined) {
    return { by: 'token-file', file: tokenFile, fallback: token === undefined ? undefined : headerText(token, where) }
  }
  if (token !== undefined) return tokenBearer(token, where)
  if (username !== undefined) {
    return { by: 'basic', username, password: new SecretText(textSetting(user, 'password') ?? '') }
  }
  return exec === undefined ? undefined : { by: 'exec', plugin: exec }
}

function refuseAuthProvider(user: KubeconfigEntry): void {
  const provider = property(user.settings, 'auth-provider')
  if (provider === undefined || provider === null) return
  throw new DriftageError(
    'DRF3005',
    `The user "${user.name}" uses an auth-provider, which kubectl dropped in 1.26. Replace it by an exec plugin, such as kubelogin or gke-gcloud-auth-plugin. Nothing was read from any cluster.`,
    { place: user.file },
  )
}

/** Certificate or key: the flag, else `<key>-data`, else the file that `<key>` names. */
export function pem(
  entry: KubeconfigEntry | undefined,
  key: 'certificate-authority' | 'client-certificate' | 'client-key',
  flag: string | undefined,
  cwd: string,
): PemSource | undefined {
  if (flag) return { file: resolve(cwd, flag) }
  const data = textSetting(entry, `${key}-data`)
  if (data !== undefined) {
    const text = Buffer.from(data, 'base64').toString('utf8')
    if (!text.includes('-----BEGIN ')) throw badSetting(entry, `${key}-data`, 'is not PEM text in base64')
    return { pem: new SecretText(text) }
  }
  const file = pathSetting(entry, key)
  return file === undefined ? undefined : { file }
}

/** A token that can stand in a header; white space around it is dropped. @throws DriftageError DRF3004 */
export function headerText(token: string, where: string): SecretText {
  const trimmed = token.trim()
  if (/^[\x21-\x7e]+$/.test(trimmed)) return new SecretText(trimmed)
  throw new DriftageError(
    'DRF3004',
    `The value of ${where} is empty or holds characters that no token has. Nothing was read from any cluster.`,
  )
}

/**
 * Flags and `as` settings, each flag in place of its own setting, as kubectl does it.
 *
 * @throws DriftageError DRF3004 where groups or a uid would be taken on without a user, or a name is empty (B-53)
 */
export function impersonation(user: KubeconfigEntry | undefined, flags: ClusterFlags): Impersonation | undefined {
  const name = flags.as ?? textSetting(user, 'as')
  const groups = flags.asGroup && flags.asGroup.length > 0 ? flags.asGroup : textList(user, 'as-groups')
  const uid = flags.asUid ?? textSetting(user, 'as-uid')
  const extra = extras(user)
  if (name === undefined && groups.length === 0 && uid === undefined && extra.size === 0) return undefined
  if (!name || groups.includes('') || uid === '') {
    throw badSetting(user, 'impersonation (--as)', 'needs a user that is not empty, also for groups, uid and extra')
  }
  return { user: name, groups, uid, extra }
}

function textList(entry: KubeconfigEntry | undefined, key: string): readonly string[] {
  const list = (entry && property(entry.settings, key)) ?? []
  if (!isList(list) || !list.every((item) => typeof item === 'string')) {
    throw badSetting(entry, key, 'must be a list of texts')
  }
  return list
}

function extras(user: KubeconfigEntry | undefined): ReadonlyMap<string, readonly string[]> {
  const extra = (user && property(user.settings, 'as-user-extra')) ?? {}
  if (!isObject(extra)) throw badSetting(user, 'as-user-extra', 'must be a map of lists of texts')
  const result = new Map<string, readonly string[]>()
  for (const [key, values] of Object.entries(extra)) {
    if (!isList(values) || !values.every((value) => typeof value === 'string')) {
      throw badSetting(user, 'as-user-extra', 'must be a map of lists of texts')
    }
    result.set(key, values)
  }
  return result
}
