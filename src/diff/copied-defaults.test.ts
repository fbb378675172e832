import { describe, expect, it } from 'vitest'
import { isTableDefault, type DefaultsTable, type RulePlace } from './defaults-table.ts'

const TABLE: DefaultsTable = {
  PodSpec: { serviceAccount: [{ copyOf: 'serviceAccountName' }], serviceAccountName: [{ copyOf: 'serviceAccount' }] },
}

function place(desired: { serviceAccountName?: string }): RulePlace {
  const live = { serviceAccount: 'web', serviceAccountName: 'web' }
  return {
    component: 'PodSpec',
    field: 'serviceAccount',
    key: '',
    holders: [live],
    desired: [desired],
    position: '',
    kind: 'Pod',
  }
}

describe('fields that the server keeps equal', () => {
  it('explains the copy of a value that Git holds', () => {
    expect(isTableDefault(TABLE, place({ serviceAccountName: 'web' }), (value) => value === 'web')).toBe(true)
  })

  it('does not let two values that nobody gave explain each other', () => {
    expect(isTableDefault(TABLE, place({}), (value) => value === 'web')).toBe(false)
  })
})
