import { describe, expect, it } from 'vitest'
import { engineWord } from '../../live/engine-word.ts'
import type { JsonObject } from '../../model/json.ts'
import { EngineBook } from './engine-book.ts'

const COMMIT = 'a'.repeat(40)
const OTHER = 'b'.repeat(40)

function application(revision: string, health = 'Healthy'): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd', resourceVersion: '7' },
    status: {
      health: { status: health },
      history: [{ revision: OTHER }, { revision }],
      operationState: { phase: 'Succeeded', syncResult: { revision, resources: [{ kind: 'Deployment' }] } },
    },
  }
}

const LIVE: JsonObject = {
  metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } },
}

describe('what engines say', () => {
  it('is the same word after all else is left out', () => {
    const book = new EngineBook()
    book.put(application(COMMIT))
    expect(engineWord(LIVE, book.engines())).toEqual(
      engineWord(LIVE, { kustomizations: [], applications: [application(COMMIT)] }),
    )
    expect(engineWord(LIVE, book.engines())?.revision).toBe(COMMIT)
  })

  it('has not changed when only health did', () => {
    const book = new EngineBook()
    expect(book.put(application(COMMIT))).toBe(true)
    expect(book.put(application(COMMIT, 'Degraded'))).toBe(false)
    expect(book.put(application(OTHER))).toBe(true)
  })

  it('ends with its object', () => {
    const book = new EngineBook()
    book.put(application(COMMIT))
    expect(book.remove('Application', 'argocd', 'shop')).toBe(true)
    expect(engineWord(LIVE, book.engines())).toBeUndefined()
  })
})
