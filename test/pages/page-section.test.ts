import { expect, it } from 'vitest'
import { withSection } from './page-section.ts'

it('replaces the section of one run and leaves the others alone', () => {
  const first = withSection('# Campaigns\n', 'campaign', 'edits', 'first')
  const both = withSection(first, 'campaign', 'kill', 'second')
  expect(withSection(both, 'campaign', 'edits', 'third')).toBe(
    '# Campaigns\n\n<!-- campaign: edits -->\nthird\n<!-- end of edits -->\n\n<!-- campaign: kill -->\nsecond\n<!-- end of kill -->\n',
  )
})
