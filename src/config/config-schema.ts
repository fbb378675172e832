import { z } from 'zod'
import { includedFileSchema, mainFileSchema, sourceFileSchema } from './schema/file-schema.ts'
import type { JsonSchema } from './schema-keys.ts'

/** JSON Schema (2020-12) of `driftage.yaml`, for editors; defaults are optional. */
export function configSchema(): JsonSchema {
  return made(mainFileSchema)
}

/** JSON Schema of a file that `driftage.yaml` includes. */
export function includedConfigSchema(): JsonSchema {
  return made(includedFileSchema)
}

/** JSON Schema of `.driftage.yaml` in the repository of a source. */
export function sourceConfigSchema(): JsonSchema {
  return made(sourceFileSchema)
}

function made(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
}
