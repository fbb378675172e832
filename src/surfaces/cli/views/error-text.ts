import type { CodedError } from '../../../model/coded-error.ts'
import { visible } from '../../../model/visible-text.ts'

/** `DRF2003 Could not render …: deploy/web.yaml:12`, for stderr. */
export function errorText({ code, message, place }: CodedError): string {
  const lines = message.split('\n').map(visible).join('\n')
  return `${code} ${lines}${place === undefined ? '' : ` (${visible(place)})`}`
}
