import { describe, expect, it } from 'vitest'
import { type Codeowners, dialectAt, ownersOfFile, parseCodeowners } from './codeowners.ts'
import { ownerOf, type OwnerEvidence } from './owner-of.ts'

function owners(text: string, path: string, dialect?: 'github' | 'gitlab'): readonly string[] {
  return ownersOfFile(parseCodeowners(text, dialect), path)
}

describe('patterns of CODEOWNERS', () => {
  it.each([
    ['*', 'deploy/web.yaml', 'github', true],
    ['*.yaml', 'deploy/a/web.yaml', 'github', true],
    ['/*.yaml', 'deploy/web.yaml', 'github', false],
    ['docs/*', 'docs/a.md', 'github', true],
    ['docs/*', 'docs/a/b.md', 'github', false],
    ['docs/', 'x/docs/a/b.md', 'github', true],
    ['/docs/', 'x/docs/a.md', 'github', false],
    ['/apps/shop', 'apps/shop/deploy/web.yaml', 'github', true],
    ['apps/shop', 'x/apps/shop/web.yaml', 'github', false],
    ['apps/shop/web.yaml', 'x/apps/shop/web.yaml', 'gitlab', true],
    ['/apps/shop/web.yaml', 'x/apps/shop/web.yaml', 'gitlab', false],
    ['apps', 'x/apps/web.yaml', 'github', true],
    ['apps', 'x/apps/web.yaml', 'gitlab', false],
    ['**/logs', 'a/b/logs/x.yaml', 'github', true],
    ['/a/**/z.yaml', 'a/b/c/z.yaml', 'github', true],
    ['/a/**/z.yaml', 'a/z.yaml', 'github', true],
    ['/a/**', 'a/b/c.yaml', 'github', true],
    ['/a/**', 'a', 'github', false],
    ['web-?.yaml', 'web-1.yaml', 'github', true],
    ['/my\\ folder/', 'my folder/a.yaml', 'github', true],
    ['/WEB.yaml', 'web.yaml', 'github', false],
  ] as const)('%s on %s (%s): %s', (pattern, path, dialect, expected) => {
    expect(owners(`${pattern} @a`, path, dialect)).toEqual(expected ? ['@a'] : [])
  })

  it('B-43: many stars take no longer than the product of the lengths', () => {
    const pattern = `/${'**/a/'.repeat(200)}b`
    const started = performance.now()
    expect(owners(`${pattern} @a`, `${'a/'.repeat(5_000)}c`)).toEqual([])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('GitHub', () => {
  const text = [
    '# everybody',
    '* @org/all',
    '/deploy/ @org/shop web@example.com # on call',
    '/deploy/open/',
    '!/deploy/x @b',
    '[a]bc @c',
  ].join('\n')

  it('the last line that matches counts, all owners of it, and a line without owners takes ownership away', () => {
    expect(owners(text, 'README.md', 'github')).toEqual(['@org/all'])
    expect(owners(text, 'deploy/web.yaml', 'github')).toEqual(['@org/shop', 'web@example.com'])
    expect(owners(text, 'deploy/open/a.yaml', 'github')).toEqual([])
  })

  it('ignores what the forge ignores: negation and classes', () => {
    expect(parseCodeowners(text, 'github').ignoredLines).toEqual([5, 6])
  })
})

describe('GitLab', () => {
  const text = [
    '* @default',
    '[Deploy][2] @ops @sre',
    'deploy/',
    '!deploy/vendor/',
    '^[Database]',
    '*.sql @dba',
    'deploy/db/ @dba',
    '[DEPLOY]',
    'deploy/shop/ @shop',
  ].join('\n')

  it('each section has a say, its owners by default, and what it excludes', () => {
    expect(owners(text, 'src/a.ts')).toEqual(['@default'])
    expect(owners(text, 'deploy/web.yaml')).toEqual(['@default', '@ops', '@sre'])
    expect(owners(text, 'deploy/vendor/web.yaml')).toEqual(['@default'])
    expect(owners(text, 'deploy/db/a.yaml')).toEqual(['@default', '@ops', '@sre', '@dba'])
  })

  it('a section that comes again goes on where it stood, whatever the case of its name', () => {
    expect(owners(text, 'deploy/shop/web.yaml')).toEqual(['@default', '@shop'])
  })
})

describe('whose a finding is', () => {
  const codeowners: Codeowners = parseCodeowners('/deploy/ @org/shop @org/sre')
  const evidence: OwnerEvidence = {
    assignee: 'alice',
    codeowners,
    filePath: 'deploy/web.yaml',
    labels: { team: 'label-team', other: 'x' },
    ownerLabels: ['owner', 'team'],
    aspects: { owner: 'rule-team', rules: { owner: 'r' } },
    sourceOwner: 'source-team',
  }

  it('a person who was assigned stops everything else; then CODEOWNERS, labels, rules, the source', () => {
    expect(ownerOf(evidence)).toEqual({ owner: 'alice', owners: ['alice'], from: 'assigned' })
    const auto = { ...evidence, assignee: null }
    expect(ownerOf(auto)).toEqual({ owner: '@org/shop', owners: ['@org/shop', '@org/sre'], from: 'codeowners' })
    expect(ownerOf({ ...auto, filePath: '' })).toMatchObject({ owner: 'label-team', from: 'label' })
    const unlabelled = { ...auto, codeowners: undefined, labels: { owner: '' } }
    expect(ownerOf(unlabelled)).toMatchObject({ owner: 'rule-team', from: 'rule' })
    const unruled = { ...unlabelled, aspects: { owner: undefined, rules: {} } }
    expect(ownerOf(unruled)).toMatchObject({ owner: 'source-team', from: 'source' })
    expect(ownerOf({ ...unruled, sourceOwner: undefined })).toBeNull()
  })
})

it('the place of a file gives its dialect away where only one forge looks', () => {
  expect(['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'].map(dialectAt)).toEqual([
    'github',
    'gitlab',
    undefined,
    undefined,
  ])
})
