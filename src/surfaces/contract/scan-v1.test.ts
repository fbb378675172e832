import { expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Json } from '../../model/json.ts'
import type { ScanReport } from '../../model/scan-report.ts'
import { sampleReport } from '../cli/views/sample-report.ts'
import type { scanV1 } from './scan-v1.ts'
import { scanV1 as contract } from './scan-v1.ts'

type Contract = z.infer<typeof scanV1>

/** Readonly all the way down, JSON values left alone: what differs then is a difference in meaning. */
type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : Json extends T
    ? T
    : T extends object
      ? { readonly [K in keyof T]: Frozen<T[K]> }
      : T

it('says the same as the type of the model, both ways', () => {
  // Fails to compile, not to run, where the two differ.
  const toContract = (report: ScanReport): Frozen<Contract> => report
  const toModel = (report: Contract): ScanReport => report
  expect([toContract, toModel]).toHaveLength(2)
  expectTypeOf<keyof ScanReport>().toEqualTypeOf<keyof Contract>()
  expectTypeOf<keyof ScanReport['findings'][number]>().toEqualTypeOf<keyof Contract['findings'][number]>()
  expectTypeOf<keyof ScanReport['notChecked'][number]>().toEqualTypeOf<keyof Contract['notChecked'][number]>()
  expectTypeOf<keyof ScanReport['expected'][number]>().toEqualTypeOf<keyof Contract['expected'][number]>()
  expectTypeOf<keyof ScanReport['summary']>().toEqualTypeOf<keyof Contract['summary']>()
})

it('accepts a report and refuses one that lacks a member', () => {
  expect(contract.parse(sampleReport())).toEqual(sampleReport())
  const { limits: _limits, ...rest } = sampleReport()
  expect(contract.safeParse(rest).success).toBe(false)
})
