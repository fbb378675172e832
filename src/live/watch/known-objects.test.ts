import { beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { KnownObjects } from './known-objects.ts'

const KIND = { group: 'apps', version: 'v1', kind: 'Deployment', resource: 'deployments', namespaced: true, verbs: [] }

let known: KnownObjects

beforeEach(() => {
  known = new KnownObjects('prod', { kind: KIND, namespace: '' })
  known.want(new Set(['shop/web']))
})

function web(resourceVersion: string, uid = 'u1'): JsonObject {
  return { metadata: { namespace: 'shop', name: 'web', uid, resourceVersion } }
}

/** How the version is said to have come about, and after which: `watch after 5`. */
function seen(version: string, by: 'watch' | 'list' | 'read', uid = 'u1', created = false): string | undefined {
  const event = known.seen(web(version, uid), by, 0, created)
  return event && `${event.origin.by} after ${event.origin.previous?.resourceVersion ?? 'nothing'}`
}

describe('versions', () => {
  it('are consecutive from a list on, also over several streams', () => {
    expect([seen('5', 'list'), seen('6', 'watch'), seen('9', 'watch')]).toEqual([
      'relist after nothing',
      'watch after 5',
      'watch after 6',
    ])
  })

  it('are not consecutive after a relist that shows another one, and again from there on', () => {
    seen('5', 'list')
    expect([seen('8', 'list'), seen('9', 'watch')]).toEqual(['relist after 5', 'watch after 8'])
  })

  it('that a relist shows unchanged are told again', () => {
    seen('5', 'list')
    expect([seen('5', 'list'), seen('6', 'watch')]).toEqual(['relist after 5', 'watch after 5'])
  })

  it('that a stream repeats are no news', () => {
    seen('5', 'list')
    expect([seen('6', 'watch'), seen('6', 'watch')]).toEqual(['watch after 5', undefined])
  })

  it('R-28: are taken in the order of the stream, whatever their numbers', () => {
    seen('500', 'list')
    expect([seen('7', 'list'), seen('8', 'watch')]).toEqual(['relist after 500', 'watch after 7'])
  })

  it('of an object that was just created have nobody before them, others unknown writers', () => {
    expect(seen('5', 'watch', 'u1', true)).toBe('watch after nothing')
    known.gone('shop/web', 'watch', 0)
    expect(seen('6', 'watch', 'u2', false)).toBe('relist after nothing')
  })

  it('of another incarnation are no step of the old one', () => {
    seen('5', 'list')
    expect(seen('6', 'watch', 'u2', true)).toBe('relist after 5')
  })

  it('that were read by name are not told again by a stream that is behind, and go on where it has caught up', () => {
    seen('5', 'list')
    expect([seen('8', 'read'), seen('6', 'watch'), seen('8', 'watch'), seen('9', 'watch')]).toEqual([
      'relist after 5',
      undefined,
      undefined,
      'watch after 8',
    ])
    expect(known.deleted('shop', 'web', '10', 0)?.lastVersion?.resourceVersion).toBe('9')
  })

  it('of a deletion that a read by name was ahead of is no news: it was made again since', () => {
    seen('8', 'read', 'u2')
    expect(known.deleted('shop', 'web', '7', 0)).toBeUndefined()
  })

  it('that are no numbers have no order, so that nothing read beside the stream is said to be consecutive', () => {
    seen('x', 'read')
    expect([seen('y', 'watch'), seen('z', 'watch')]).toEqual(['relist after x', 'watch after y'])
  })
})

describe('the end of a list', () => {
  it('tells what was never there from what is missing and from what it may have passed by', () => {
    known.want(new Set(['shop/web', 'shop/old', 'shop/never']))
    known.beginList()
    seen('1', 'list')
    known.seen({ metadata: { namespace: 'shop', name: 'old', uid: 'u', resourceVersion: '2' } }, 'list', 0)
    expect(known.endList()).toEqual({ missing: [], late: [], absent: ['shop/never'] })
    known.beginList()
    seen('1', 'list')
    expect(known.want(new Set(['shop/web', 'shop/old', 'shop/never', 'shop/late']))).toEqual(['shop/late'])
    expect(known.endList()).toEqual({ missing: ['shop/old'], late: ['shop/late'], absent: ['shop/never'] })
  })

  it('forgets what is not wanted any more', () => {
    seen('1', 'list')
    known.want(new Set(['shop/other']))
    expect([known.size, known.wants('shop', 'web'), known.idOf('shop/web')]).toEqual([0, false, undefined])
    expect(known.want(new Set(['shop/other', 'shop/web']))).toEqual(['shop/web'])
  })

  it('everything wanted at once cannot be named', () => {
    expect(known.want('all')).toBeUndefined()
    expect(known.want('all')).toEqual([])
    expect(known.wants('any', 'thing')).toBe(true)
  })
})
