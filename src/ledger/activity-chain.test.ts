import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ActivityEntry, ChainedActivity } from '../model/activity.ts'
import { CHAIN_START, canonicalActivity, chainActivity } from './activity-chain.ts'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { type ChainKnowledge, verifyChain } from './verify-chain.ts'

const opened = (n: number): ActivityEntry => ({
  at: 1_000 * n,
  actor: { kind: 'system', id: 'watch' },
  surface: 'watch',
  kind: 'finding-opened',
  subject: { type: 'finding', id: `f${n}` },
  detail: { severity: 'high', big: 9007199254740993n },
})

function chainOf(entries: readonly ActivityEntry[], after = { sequence: 0, hash: CHAIN_START }): ChainedActivity[] {
  const chain: ChainedActivity[] = []
  let { sequence, hash } = after
  for (const entry of entries) {
    const chained = chainActivity(hash, (sequence += 1), entry)
    chain.push(chained)
    hash = chained.hash
  }
  return chain
}

const FIVE = chainOf([1, 2, 3, 4, 5].map(opened))
const verdict = (entries: readonly ChainedActivity[], knowledge: ChainKnowledge = {}) => {
  const found = verifyChain(entries, knowledge)
  return found.state === 'whole' ? `whole at ${found.last.sequence}` : `${found.fault} at ${found.sequence}`
}
const at = (n: number): ChainedActivity => FIVE[n - 1] as ChainedActivity

describe('the chain of activity', () => {
  it('hashes a text that anybody can write down', () => {
    expect(canonicalActivity(CHAIN_START, 1, opened(1))).toBe(
      `driftage/activity/v1\n{"actor":{"id":"watch","kind":"system"},"at":1000,"detail":{"big":9007199254740993,"severity":"high"},"kind":"finding-opened","previous":"${CHAIN_START}","sequence":1,"subject":{"id":"f1","type":"finding"},"surface":"watch"}`,
    )
    expect(at(1)).toMatchObject({ sequence: 1, previous: CHAIN_START })
    expect(at(1).hash).toBe('9595d2d412771a3110840662ae0c8b535523b3ef4d4f10161c06bc917eebdc54')
  })

  it('does not depend on how the store orders keys, or on what it keeps beside', () => {
    const { detail, ...rest } = opened(1)
    const stored = { row: 7, detail: { big: detail['big'] as bigint, severity: 'high' }, ...rest }
    expect(chainActivity(CHAIN_START, 1, stored).hash).toBe(at(1).hash)
  })

  it('verifies whole, empty, and where retention took the older entries', () => {
    expect(verdict(FIVE)).toBe('whole at 5')
    expect(verdict(FIVE, { head: at(5), checkpoints: [at(2)] })).toBe('whole at 5')
    expect(verdict([])).toBe('whole at 0')
    expect(verdict(FIVE.slice(2), { after: at(2), head: at(5) })).toBe('whole at 5')
  })

  it.each([
    ['at', { at: 1 }],
    ['actor', { actor: { kind: 'person', id: 'p-1' } }],
    ['surface', { surface: 'cli' }],
    ['kind', { kind: 'finding-resolved' }],
    ['subject', { subject: { type: 'finding', id: 'other' } }],
    ['detail', { detail: { severity: 'low' } }],
    ['previous', { previous: CHAIN_START }],
    ['hash', { hash: 'f'.repeat(64) }],
  ] as const)('names the entry whose %s was altered', (_, change) => {
    expect(verdict(FIVE.map((entry) => (entry.sequence === 3 ? { ...entry, ...change } : entry)))).toBe('altered at 3')
  })

  it('tells entries that are missing from altered ones, in between, at the start and at the end', () => {
    expect(verdict(FIVE.filter(({ sequence }) => sequence !== 3))).toBe('truncated at 3')
    expect(verdict(FIVE.slice(2))).toBe('truncated at 1')
    expect(verdict(FIVE.slice(0, 3), { head: at(5) })).toBe('truncated at 4')
    expect(verdict(FIVE.slice(0, 3), { head: at(3), checkpoints: [at(5)] })).toBe('truncated at 4')
    expect(verdict([], { head: at(5) })).toBe('truncated at 1')
  })

  it('tells a second history from an altered entry', () => {
    const other = chainOf([7, 8, 9, 10, 11].map(opened))
    expect(verdict([...FIVE.slice(0, 3), ...other.slice(3)])).toBe('forked at 4')
    expect(verdict([...FIVE.slice(0, 3), at(3), ...FIVE.slice(3)])).toBe('forked at 3')
    expect(verdict(other, { checkpoints: [at(4)] })).toBe('forked at 4')
  })

  it('an entry rewritten together with its hash no longer carries the next one', () => {
    const forged = chainActivity(at(2).hash, 3, opened(33))
    expect(verdict([at(1), at(2), forged, at(4), at(5)])).toBe('forked at 4')
  })

  it('says so where only the head disagrees', () => {
    expect(verdict(FIVE, { head: { sequence: 5, hash: 'e'.repeat(64) } })).toBe('head-mismatch at 5')
    expect(verdict(FIVE, { head: at(3) })).toBe('head-mismatch at 4')
  })
})

describe('checkpoints', () => {
  const secret = createSecretKey(Buffer.alloc(32, 7))
  const pair = generateKeyPairSync('ed25519')

  it.each([
    ['a shared secret', secret, secret],
    ['an Ed25519 pair', pair.privateKey, pair.publicKey],
  ] as const)('vouch for a position by %s', (_, signs, opens) => {
    const checkpoint = signCheckpoint(at(4), 99, signs, 'k1')
    expect(openCheckpoint(checkpoint, opens)).toEqual({ sequence: 4, hash: at(4).hash })
    expect(openCheckpoint({ ...checkpoint, hash: at(3).hash }, opens)).toBeUndefined()
    expect(openCheckpoint({ ...checkpoint, sequence: 3 }, opens)).toBeUndefined()
    expect(openCheckpoint({ ...checkpoint, at: 98 }, opens)).toBeUndefined()
    expect(openCheckpoint({ ...checkpoint, keyId: 'k2' }, opens)).toBeUndefined()
    expect(openCheckpoint({ ...checkpoint, signature: '' }, opens)).toBeUndefined()
  })

  it('a public key is never taken for a shared secret', () => {
    const asSecret = createSecretKey(pair.publicKey.export({ type: 'spki', format: 'der' }))
    const forged = signCheckpoint(at(4), 99, asSecret, 'k1')
    expect(openCheckpoint(forged, pair.publicKey)).toBeUndefined()
    expect(openCheckpoint({ ...forged, algorithm: 'ed25519' }, pair.publicKey)).toBeUndefined()
  })

  it('refuses keys that are too weak or of another kind', () => {
    expect(() => signCheckpoint(at(4), 99, createSecretKey(Buffer.alloc(16)), 'k1')).toThrow(
      expect.objectContaining({ code: 'DRF5110' }),
    )
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(() => signCheckpoint(at(4), 99, privateKey, 'k1')).toThrow(expect.objectContaining({ code: 'DRF5110' }))
  })
})
