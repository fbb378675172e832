import { expect, it } from 'vitest'
import { withSection } from './campaign-page.ts'

it('replaces the section of one campaign and leaves the others alone', () => {
  const one = withSection(withSection('# Campaigns\n', 'edits', 'first'), 'kill', 'second')
  expect(withSection(one, 'edits', 'third')).toBe(
    '# Campaigns\n\n<!-- campaign: edits -->\nthird\n<!-- end of edits -->\n\n<!-- campaign: kill -->\nsecond\n<!-- end of kill -->\n',
  )
})
