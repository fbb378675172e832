import { isCertificates } from './guards/values.ts'

/** Words that name secrets, with whatever stands between their parts. `key` and `auth` alone would name too much. */
const NAMES =
  /pass(?:word|wd|phrase|code)|pwd|secret|token|api[-_. ]?key|access[-_. ]?key|private[-_. ]?key|signing[-_. ]?key|encryption[-_. ]?key|master[-_. ]?key|ssh[-_. ]?key|account[-_. ]?key|shared[-_. ]?key|license[-_. ]?key|credential|(?:^|[-_.])creds?(?:$|[-_.])|dsn(?:$|[-_.])|connection[-_. ]?string|conn[-_. ]?str|database[-_. ]?url|(?:redis|mongo(?:db)?|postgres(?:ql)?|mysql|amqp|rabbitmq|broker)[-_. ]?ur[il]|webhook[-_. ]?url|htpasswd|\.dockerconfigjson|dockercfg|\.netrc|\.npmrc|\.pgpass|basic[-_. ]?auth|authorization|bearer|jwt|salt(?:$|[-_.])|otp|\.p12$|\.pfx$|\.jks$|\.key$|\.pem$|id_rsa/i

/** `pass` as a word of its own: `dbPass`, `SMTP_PASS`, but not `compass`. */
const PASS_AS_WORD = /(?:^|[-_.])(?:pass|PASS)(?:$|[-_.])|[a-z]Pass(?:$|[-_.A-Z])/

/** Names in which such a word stands for something else. */
const HARMLESS_NAMES =
  /^(?:token(?:expiration|ttl|review|policy)\w*|.*(?:secret|token)s?(?:name|namespace|ref|enabled|provider|path|mountpath)|secret-?store.*|passwordpolicy|max-?tokens)$/i

/** True where the name of a field, a key or a variable says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const named = NAMES.test(name) || PASS_AS_WORD.test(name)
  return named && !(name.length < 100 && HARMLESS_NAMES.test(name))
}

/** Prefixes that providers put before their tokens, so that scanners can find them. */
const KNOWN_TOKENS =
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{12,}|\bxox[abeoprs]-[\w-]{8,}|\bsk_(?:live|test)_\w{8,}|\bsk-[\w-]{16,}|\bAIza[\w-]{20,}|\bhvs\.[\w-]{16,}|\bnpm_\w{16,}|\bdckr_pat_[\w-]{12,}|\bSG\.[\w-]{12,}|\beyJ[\w-]{8,}\.[\w-]{4,}|\bAGE-SECRET-KEY-|ENC\[AES256/

const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/
const URL_WITH_USER = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@]{0,256}:[^\s/]{1,256}@/i
const PARAMETER =
  /[?&;\s,](?:password|pwd|sig|signature|token|secret|api_?key|access_?key|accountkey|sharedaccesskey)=[^\s&;]/i
const ASSIGNMENT = /(?:pass(?:word|wd)?|secret|token|api[-_]?key|credential)s?["']?\s*[:=]\s*["']?[^\s"'{}$<]{3,}/i

/** True where a text looks like a secret, or holds one. */
export function isSecretValue(text: string): boolean {
  if (text.length < 6) return false
  return (
    PRIVATE_KEY.test(text) ||
    URL_WITH_USER.test(text) ||
    KNOWN_TOKENS.test(text) ||
    PARAMETER.test(` ${text}`) ||
    ASSIGNMENT.test(text) ||
    randomWord(text)
  )
}

const WORD = /[A-Za-z0-9+/_=-]{20,}/g
const DIGEST = /^[0-9a-f]+$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Bits per character that words, paths and class names stay below, and random text of 20 and more exceeds. */
const RANDOM_BITS = 3.7

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** True where the text holds a long run of characters that nobody would think up. Certificates are public. */
function randomWord(text: string): boolean {
  if (isCertificates('base64', text)) return false
  const rest = text.replaceAll(CERTIFICATE, '')
  return (rest.match(WORD) ?? []).some((word) => looksRandom(word, rest))
}

function looksRandom(word: string, text: string): boolean {
  if (UUID.test(word)) return false
  if (DIGEST.test(word)) return word.length >= 32 && !text.includes(`sha256:${word}`) && !text.includes(`sha1:${word}`)
  const mixed = /[0-9]/.test(word) && /[A-Za-z]/.test(word)
  // Names of hosts, images and classes are words joined by signs; a random run has no such parts.
  const longest = Math.max(...word.split(/[-_/]/).map((part) => part.length))
  return mixed && longest >= 16 && bitsPerCharacter(word) > RANDOM_BITS
}

function bitsPerCharacter(word: string): number {
  const counts = new Map<string, number>()
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length)
  return bits
}
