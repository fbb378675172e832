import { describe, expect, it } from 'vitest'
import type { ScanReport } from '../../../model/scan-report.ts'
import { colours } from './colours.ts'
import { markdownView } from './markdown.ts'
import { renderReport } from './render-report.ts'
import { SAMPLE_CONTEXT } from './sample-context.ts'
import { sampleReport } from './sample-report.ts'
import { tableView } from './table.ts'
import { wideView } from './wide.ts'

const PLAIN = { ...SAMPLE_CONTEXT, include: [] }

/** A report that fits into a test: a change by hand, an addition that nobody owns, a secret. */
function fewFindings(): ScanReport {
  const { findings, ...report } = sampleReport()
  const kept = ['id-replicas', 'id-privileged', 'id-secret']
  return { ...report, findings: findings.filter(({ id }) => kept.includes(id)), expected: [] }
}

function clean(): ScanReport {
  const report = sampleReport()
  const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  const summary = { ...report.summary, inSync: 142, drifted: 0, pending: 0, unknown: 0, findings: none }
  return {
    ...report,
    verdict: 'in-sync',
    summary,
    findings: [],
    pending: [],
    expected: [],
    excluded: [],
    notChecked: [],
  }
}

describe('table', () => {
  it('prints two lines per finding, worst first, and then what else there is to say', () => {
    expect(tableView(fewFindings(), PLAIN)).toBe(
      `SEVERITY  OBJECT               AGE             BY
          FIELD  GIT SAYS -> CLUSTER RUNS
CRITICAL  Deployment/shop/web  not known       cannot tell who (a removal leaves no trace)
          .spec.template.spec.containers[name="web"].securityContext.privileged  (nothing) -> true
HIGH      Secret/shop/db       not known       cannot tell who (a removal leaves no trace)
          .data.password  (masked) -> (masked, another value)
MEDIUM    Deployment/shop/web  at least 3h12m  kubectl-edit (person, possible)
          .spec.replicas  3 -> 5

Drifted: live differs from Git in 3 places on 5 of 142 objects (1 critical, 2 high, 3 medium, 1 low, 1 info).

Not checked:
  prod-eu Deployment/shop/web .spec.template.spec.tolerations: A webhook may have set it; a dry-run would tell.
    (needs-oracle)
  kind example.dev/v1/Till: The API server refused to list it (403). (forbidden)
  source shop: The chart failed: values-prod.yaml is missing. (render)

What a single look cannot see:
  What was changed and put back leaves no trace: the deployer took over 12 fields. Only watching shows them.

2 pending changes: Git moved and the cluster has not followed yet; --include pending lists them.
127 fields explained by 9 rules; --include expected lists them.
4,210 fields filled in by the API server itself; --include defaults lists them.
2 excluded by choice: 1 secret, 1 hook.
As of 2026-03-01T12:00:00Z: Git shop@4f2c1d98 with uncommitted changes and base@1.4.2; cluster prod-eu (Kubernetes v1.36.3).

Next: driftage explain prod-eu/apps/Deployment/shop/web --source shop says of every field why.
Next: driftage doctor with the same sources says which rights are missing and what to do.
`,
    )
  })

  it('says also where nothing was found what could not have been seen', () => {
    expect(tableView(clean(), PLAIN)).toBe(
      `In sync: the cluster runs what Git says (142 objects).

What a single look cannot see:
  What was changed and put back leaves no trace: the deployer took over 12 fields. Only watching shows them.

127 fields explained by 9 rules; --include expected lists them.
4,210 fields filled in by the API server itself; --include defaults lists them.
As of 2026-03-01T12:00:00Z: Git shop@4f2c1d98 with uncommitted changes and base@1.4.2; cluster prod-eu (Kubernetes v1.36.3).
`,
    )
  })

  it.each([
    ['unknown', 'Unknown: 3 things could not be checked. What was checked has not drifted (142 objects, 142 in sync).'],
    ['pending', 'Pending: Git moved and the cluster has not followed yet (0 of 142 objects). Nothing drifted.'],
  ] as const)('says what %s means', (verdict, sentence) => {
    const report = { ...clean(), verdict, notChecked: verdict === 'unknown' ? sampleReport().notChecked : [] }
    expect(tableView(report, PLAIN)).toContain(sentence)
  })

  it('lists pending changes and explained fields where asked', () => {
    const text = tableView(sampleReport(), SAMPLE_CONTEXT)
    expect(text).toContain(
      'Pending: Git moved, the cluster has not followed yet:\n  Deployment/shop/web  .spec.minReadySeconds  10 -> 0\n',
    )
    expect(text).toMatch(/ {2}Secret\/shop\/db +\.data\.ca +\(nothing\) -> \(masked\) +MUT-CERT-002\n/)
  })

  it('never cuts a path, and says where it cuts a value', () => {
    const [finding] = sampleReport().findings
    if (finding === undefined) throw new Error('the sample has findings')
    const path = `.metadata.annotations["${'x'.repeat(300)}"]`
    const text = tableView({ ...sampleReport(), findings: [{ ...finding, path, live: 'y'.repeat(300) }] }, PLAIN)
    expect(text).toContain(path)
    expect(text).toContain(`3 -> ${'y'.repeat(104)}…\n`)
  })

  it('paints only where colours are wanted', () => {
    expect(tableView(sampleReport(), { ...PLAIN, colours: colours(true) })).toContain('\u001b[')
    expect(tableView(sampleReport(), PLAIN)).not.toContain('\u001b[')
  })
})

it('wide tells everything that is known of a finding', () => {
  const [first] = wideView({ ...fewFindings(), findings: fewFindings().findings.slice(0, 1) }, PLAIN).split('\n\n')
  expect(first).toBe(`MEDIUM  prod-eu/apps/Deployment/shop/web  .spec.replicas
  Git says      3
  cluster runs  5
  note          equals 4f2c1d, 3 commits ago
  kind          modified, by rule DRF-OPS-001
  age           at least 3h12m (there at 2026-03-01T08:48:00Z, not before 2026-02-28T00:00:00Z)
  by            kubectl-edit (person, possible)
  evidence      managedFields, no-audit
  last agreed   by last-applied at 4f2c1d98: 3
  seen by       Argo CD: yes, Flux: unknown
  in Git        shop@4f2c1d98 deploy/web.yaml:12
  id            id-replicas`)
})

describe('markdown', () => {
  it('is a comment for a pull request, with a marker to find it by', () => {
    const report = { ...fewFindings(), notChecked: sampleReport().notChecked.slice(1, 2) }
    expect(markdownView(report, PLAIN)).toBe(`<!-- driftage:scan:v1 cluster=prod-eu sources=shop,base -->

### driftage: drifted

Drifted: live differs from Git in 3 places on 5 of 142 objects (1 critical, 2 high, 3 medium, 1 low, 1 info).

| Severity | Object | Field | Git says | Cluster runs | Age | By |
| --- | --- | --- | --- | --- | --- | --- |
| critical | \`Deployment/shop/web\` | \`.spec.template.spec.containers[name="web"].securityContext.privileged\` | \`(nothing)\` | \`true\` | not known | \`cannot tell who (a removal leaves no trace)\` |
| high | \`Secret/shop/db\` | \`.data.password\` | \`(masked)\` | \`(masked, another value)\` | not known | \`cannot tell who (a removal leaves no trace)\` |
| medium | \`Deployment/shop/web\` | \`.spec.replicas\` | \`3\` | \`5\` | at least 3h12m | \`kubectl-edit (person, possible)\` |

<details><summary><code>prod-eu/apps/Deployment/shop/web</code> (2)</summary>

\`\`\`diff
@@ .spec.template.spec.containers[name="web"].securityContext.privileged @@ shop@4f2c1d98 charts/a, b: 100%.yaml
- (nothing)
+ true
@@ .spec.replicas @@ shop@4f2c1d98 deploy/web.yaml:12
- 3
+ 5
\`\`\`

</details>

<details><summary><code>prod-eu/-/Secret/shop/db</code> (1)</summary>

\`\`\`diff
@@ .data.password @@ shop@4f2c1d98 deploy/web.yaml:12
- (masked)
+ (masked, another value)
\`\`\`

</details>

**Not checked**

- kind example.dev/v1/Till: The API server refused to list it (403). (forbidden)

**What a single look cannot see**

- What was changed and put back leaves no trace: the deployer took over 12 fields. Only watching shows them.

2 pending changes: Git moved and the cluster has not followed yet; --include pending lists them.<br>
127 fields explained by 9 rules; --include expected lists them.<br>
4,210 fields filled in by the API server itself; --include defaults lists them.<br>
2 excluded by choice: 1 secret, 1 hook.<br>
As of 2026-03-01T12:00:00Z: Git shop@&#8203;4f2c1d98 with uncommitted changes and base@&#8203;1.4.2; cluster prod-eu (Kubernetes v1.36.3).
`)
  })

  it('lets no name or message be markup, mention or the end of a cell', () => {
    const message = '@here <img src=x> [a](javascript:b) https://evil.example #7 | `x`'
    const report = { ...sampleReport(), expected: [], notChecked: [{ source: '<b>', reason: 'render', message }] }
    const text = markdownView(report, PLAIN)
    expect(text).toContain(
      '- source &#60;b&#62;: @&#8203;here &#60;img src=x&#62; &#91;a&#93;(javascript:b) https&#58;//evil.example &#35;&#8203;7 &#124; &#96;x&#96; (render)',
    )
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    expect(new Set(rows.map((row) => row.split('|').length))).toEqual(new Set([9]))
  })

  it('counts what would not fit into a comment', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      sampleReport().findings.map((finding) => ({ ...finding, object: { ...finding.object, name: `n${i}` } })),
    ).flat()
    const text = markdownView({ ...sampleReport(), findings: many }, PLAIN)
    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain(`_${many.length - 100} more rows are not shown here; \`-o json\` holds all._`)
    expect(text).toMatch(/_\d[\d,]* more blocks would not fit here; `-o json` holds all\._/)
    expect(text).toContain('As of 2026-03-01T12:00:00Z')
  })
})

it('github points to file and line, as the runner wants it written', async () => {
  const report = { ...fewFindings(), notChecked: sampleReport().notChecked.slice(1, 2) }
  expect(await renderReport(report, 'github', PLAIN)).toBe(
    `::error file=charts/a%2C b%3A 100%25.yaml,title=critical drift%3A DRF-SEC-001 id-privileged::prod-eu Deployment/shop/web .spec.template.spec.containers[name="web"].securityContext.privileged: Git says nothing, cluster runs true; since when is not known, cannot tell who (a removal leaves no trace).
::error file=deploy/web.yaml,line=12,title=high drift%3A DRF-SEC-020 id-secret::prod-eu Secret/shop/db .data.password: Git says (masked), cluster runs (masked, another value); since when is not known, cannot tell who (a removal leaves no trace).
::warning file=deploy/web.yaml,line=12,title=medium drift%3A DRF-OPS-001 id-replicas::prod-eu Deployment/shop/web .spec.replicas: Git says 3, cluster runs 5; for at least 3h12m, by kubectl-edit (person, possible). Note: equals 4f2c1d, 3 commits ago.
::error title=driftage could not check::kind example.dev/v1/Till: The API server refused to list it (403). (forbidden)
::notice title=driftage%3A drifted::Drifted: live differs from Git in 3 places on 5 of 142 objects (1 critical, 2 high, 3 medium, 1 low, 1 info).%0AWhat was changed and put back leaves no trace: the deployer took over 12 fields. Only watching shows them.%0A2 pending changes: Git moved and the cluster has not followed yet; --include pending lists them.%0A127 fields explained by 9 rules; --include expected lists them.%0A4,210 fields filled in by the API server itself; --include defaults lists them.%0A2 excluded by choice: 1 secret, 1 hook.%0AAs of 2026-03-01T12:00:00Z: Git shop@4f2c1d98 with uncommitted changes and base@1.4.2; cluster prod-eu (Kubernetes v1.36.3).
`,
  )
})
