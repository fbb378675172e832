import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { Config } from '../../config/config.ts'
import { NO_SOURCE_SETTINGS, parseSourceConfig, type SourceSettings } from '../../config/parse-source-config.ts'
import type { SourceFiles } from '../../desired/source-files.ts'
import type { Rule } from '../../model/response-rule.ts'
import { type Codeowners, dialectAt, parseCodeowners } from '../../policy/owner/codeowners.ts'
import { configuredSource } from './watched-sources.ts'

interface Said {
  readonly files: SourceFiles
  readonly settings: SourceSettings
  readonly codeowners: Codeowners | undefined
}

const NOTHING: Said = { files: {}, settings: NO_SOURCE_SETTINGS, codeowners: undefined }

/**
 * What the repositories of sources say about their own objects, at the revision in use: rules and owner from
 * `.driftage.yaml`, within central bounds, and owners of files from CODEOWNERS. What breaks the bounds is set aside whole and
 * logged; the source itself is compared as before.
 */
export class SourceSettingsBook {
  #config: Config
  readonly #log: ServiceLog
  readonly #said = new Map<string, Said>()

  constructor(config: Config, log: ServiceLog) {
    this.#config = config
    this.#log = log
  }

  get rules(): readonly Rule[] {
    return [...this.#said.values()].flatMap(({ settings }) => settings.rules)
  }

  /** Owner that configuration, else the source itself, gives everything in it. */
  ownerOf(source: string): string | undefined {
    return configuredSource(this.#config, source)?.owner ?? this.#said.get(source)?.settings.owner
  }

  codeownersOf(source: string): Codeowners | undefined {
    return this.#said.get(source)?.codeowners
  }

  /** True where anything that it says is new. */
  take(source: string, files: SourceFiles): boolean {
    const before = this.#said.get(source) ?? NOTHING
    if (
      sameText(before.files.driftageYaml, files.driftageYaml) &&
      sameText(before.files.codeowners, files.codeowners)
    ) {
      return false
    }
    this.#said.set(source, this.#read(source, files))
    return true
  }

  forget(source: string): void {
    this.#said.delete(source)
  }

  /** Other bounds may allow what these did not. */
  replace(config: Config): void {
    this.#config = config
    for (const [source, { files }] of this.#said) this.#said.set(source, this.#read(source, files))
  }

  #read(source: string, files: SourceFiles): Said {
    const { driftageYaml, codeowners } = files
    return {
      files,
      settings: driftageYaml === undefined ? NO_SOURCE_SETTINGS : this.#settings(source, driftageYaml),
      codeowners: codeowners === undefined ? undefined : parseCodeowners(codeowners.text, dialectAt(codeowners.place)),
    }
  }

  #settings(source: string, { text, place }: { readonly text: string; readonly place: string }): SourceSettings {
    const result = parseSourceConfig({ path: place, text }, source, this.#config.sourceBounds, compileCondition)
    if ('settings' in result) return result.settings
    for (const { code, message, place: where } of result.errors) {
      this.#log.warn('What a source says about itself is set aside', {
        source,
        code,
        reason: message,
        place: where ?? '',
      })
    }
    return NO_SOURCE_SETTINGS
  }
}

function sameText(a: { readonly text: string } | undefined, b: { readonly text: string } | undefined): boolean {
  return a?.text === b?.text
}
