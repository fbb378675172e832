import { isObject, stringAt, type Json } from '../../model/json.ts'
import { parseLossless } from '../../model/lossless-json.ts'

/** Where forges name the repository and how it is cloned. GitHub, Gitea and Forgejo: `repository`; GitLab: `project` too. */
const PLACES = ['repository', 'project']
const ADDRESSES = [
  'clone_url',
  'ssh_url',
  'git_http_url',
  'git_ssh_url',
  'http_url',
  'html_url',
  'web_url',
  'url',
  'homepage',
]

/** Addresses that an event names; undefined where it is no JSON object. */
export function repositoriesIn(body: Uint8Array): readonly string[] | undefined {
  const event = parsed(body)
  if (!isObject(event)) return undefined
  const found = PLACES.flatMap((place) => ADDRESSES.map((address) => stringAt(event, place, address)))
  return found.filter((one) => one !== undefined && one.length < 2_000) as readonly string[]
}

function parsed(body: Uint8Array): Json | undefined {
  try {
    return parseLossless(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

/** By host and path alone: a forge names one repository by https and ssh, with other ports and users. */
export function sameRepository(a: string, b: string): boolean {
  const [left, right] = [placeOf(a), placeOf(b)]
  return left !== undefined && left === right
}

/** `github.com/acme/shop`; undefined for what is no address of a server. */
function placeOf(address: string): string | undefined {
  const scp = /^[^/@\s]+@([^/:@\s]+):(?!\/\/)\/?(\S+)$/.exec(address)
  if (scp?.[1] !== undefined && scp[2] !== undefined) return written(scp[1], scp[2])
  if (!/^(?:https?|ssh):\/\//i.test(address) || !URL.canParse(address)) return undefined
  const { hostname, pathname } = new URL(address)
  return written(hostname, pathname)
}

function written(host: string, path: string): string {
  const steps = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '')
  return `${host}/${steps}`.toLowerCase()
}
