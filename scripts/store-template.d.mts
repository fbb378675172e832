export function ensureStoreTemplate(file: string): Promise<void>
