import { describe, expect, it } from 'vitest'
import type { FieldOwner } from '../model/field-owner.ts'
import type { VersionOrigin } from '../model/object-version.ts'
import { lookOf } from './look.ts'
import type { ObjectRecord } from './ports.ts'
import { observationOf } from './stories/story-object.ts'
import { BEGINNING, firstObject, REF, settingsOf } from './stories/story.ts'
import { undoerOf } from './undoer.ts'

const OBJECT = { ...firstObject({}), by: 'argocd', previousVersion: 0 }
const SEEN = observationOf(OBJECT, BEGINNING, null)
const RECORD: ObjectRecord = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [] }
const writer = (manager: string, subresource = ''): FieldOwner => ({
  manager,
  operation: 'Update',
  subresource,
  time: undefined,
})

function undoer(version: Partial<VersionOrigin>, writers: readonly FieldOwner[] = SEEN.writers): string {
  const origin = SEEN.version && { ...SEEN.version, ...version }
  const look = lookOf(RECORD, { ...SEEN, version: origin, writers }, settingsOf({}), BEGINNING, undefined)
  const { attribution, actorClass } = undoerOf(look)
  return `${attribution.manager ?? attribution.reason}: ${attribution.confidence}, ${actorClass}`
}

describe('R-29 who undid a change is named', () => {
  it('where the version has one writer', () => {
    expect(undoer({})).toBe('argocd: likely, deployer')
    expect(undoer({}, [writer('kubectl-edit'), writer('kubectl-edit')])).toBe('kubectl-edit: likely, person')
    expect(undoer({}, [writer('kubectl', 'scale')])).toBe('kubectl: likely, unknown')
  })

  it.each<[string, Partial<VersionOrigin>, readonly FieldOwner[]]>([
    ['no-trace', {}, []],
    ['several-writers', {}, [writer('argocd'), writer('kubectl-edit')]],
    ['several-writers', {}, [writer('argocd'), writer('argocd', 'scale')]],
    ['coalesced', { coalesced: 1 }, [writer('argocd')]],
    ['not-watched', { by: 'relist' }, [writer('argocd')]],
    ['not-watched', { previous: undefined }, [writer('argocd')]],
  ])('and otherwise is unknown: %s', (reason, version, writers) => {
    expect(undoer(version, writers)).toBe(`${reason}: unknown, unknown`)
  })
})
