import { z } from 'zod'
import { scanV1 } from './scan-v1.ts'

/**
 * The contract as JSON Schema 2020-12. `published` leaves objects open, since members may be added within v1; `closed`
 * refuses members that the contract does not name, which is what our own output is tested against.
 */
export function scanV1Schema(form: 'published' | 'closed'): object {
  const schema = z.toJSONSchema(scanV1, {
    target: 'draft-2020-12',
    io: form === 'published' ? 'input' : 'output',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Zod writes TypeScript's `readonly` as `readOnly`, which in JSON Schema is about who may send a member.
      delete jsonSchema.readOnly
      // The format says it; the pattern that Zod adds says the same in 250 characters.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
      // Bounds of what JavaScript holds safely say nothing about the contract.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  const { $schema, ...rest } = schema
  return { $schema, $id: 'https://driftage.dev/schemas/scan-v1.schema.json', ...rest }
}
