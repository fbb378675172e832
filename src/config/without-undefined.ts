type Definite<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The same without members that are undefined: an absent key and an undefined one are the same to the schema, not to types. */
export function withoutUndefined<T extends object>(value: T): Definite<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Definite<T>
}
