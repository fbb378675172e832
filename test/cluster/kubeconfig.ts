import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Name of the one context in each written file. */
const CONTEXT = 'test'

/**
 * Writes one kubeconfig file a user, in JSON, which every reader of YAML takes.
 *
 * @param dir folder for the files, made where missing
 * @param ca PEM
 * @param tokens bearer token by user
 * @returns path by user
 */
export async function writeKubeconfigs<User extends string>(
  dir: string,
  server: string,
  ca: string,
  tokens: Record<User, string>,
): Promise<Record<User, string>> {
  await mkdir(dir, { recursive: true })
  const paths: Partial<Record<User, string>> = {}
  for (const user of Object.keys(tokens) as User[]) {
    const path = join(dir, `${user}.kubeconfig`)
    await writeFile(path, JSON.stringify(kubeconfig(server, ca, user, tokens[user]), null, 2), { mode: 0o600 })
    paths[user] = path
  }
  return paths as Record<User, string>
}

function kubeconfig(server: string, ca: string, user: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': CONTEXT,
    clusters: [
      { name: CONTEXT, cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
  }
}
