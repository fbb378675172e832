import { colours } from './colours.ts'
import type { ReportContext } from './report-context.ts'

/** Everything included, no colours, a catalogue of three rules of which one is never hit. */
export const SAMPLE_CONTEXT: ReportContext = {
  include: ['expected', 'pending', 'defaults'],
  rules: [
    {
      id: 'DRF-SEC-001',
      title: 'Privileged container',
      severity: 'critical',
      help: 'A privileged container owns its node.',
    },
    { id: 'DRF-SEC-020', title: 'Secret data', severity: 'high', help: 'Credentials differ from what Git holds.' },
    { id: 'DRF-SEC-099', title: 'Never hit', severity: 'low', help: 'Declared all the same.' },
  ],
  colours: colours(false),
  version: '1.2.3',
  explainedBy: 9,
}
