import { readFile } from 'node:fs/promises'
import { DriftageError } from '../errors/driftage-error.ts'
import { admissionPolicyText } from '../policy/annotating-policy.ts'
import { auditPolicyText, observingWebhookText } from '../policy/audit-policy.ts'
import type { AuditArguments } from '../surfaces/cli/arguments/audit.ts'

const HEAD = `# 1. For the API server: save this document as a file and name it by --audit-policy-file.
`

const SECOND = `---
# 2. To be applied: it puts the overwritten version into the audit events, so that a change at level Metadata has one author.
`

/** The text of `driftage audit policy`. @throws DriftageError DRF1004 where the authority's file cannot be read */
export async function auditCommand({ print, kinds, url = '', ca = '' }: AuditArguments): Promise<string> {
  switch (print) {
    case 'admission':
      return admissionPolicyText()
    case 'both':
      return `${HEAD}${auditPolicyText(kinds)}${SECOND}${admissionPolicyText()}`
    case 'webhook':
      return observingWebhookText({ url, ca: await readAuthority(ca), kinds })
  }
}

async function readAuthority(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new DriftageError(
    'DRF1004',
    `--ca names a file that is not there or holds no certificate: ${path}. Name the PEM file of the authority. Nothing was printed.`,
  )
}
