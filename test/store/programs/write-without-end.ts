// Opens a store, takes the lease and writes one object after the other until it is killed. After each confirmed write it
// prints the number of it. Arguments: place and files as JSON; the number to begin with; the owner.

import { type OpenStore, openStore, type StorePlace } from '../../../src/adapters/sql/open-store.ts'
import { DAY } from '../../../src/model/instant.ts'
import { change, deployment, NOON } from '../records.ts'

const [place, files, first, owner] = process.argv.slice(2) as [string, string, string, string]
const { workerUrl, templateUrl } = JSON.parse(files) as Record<string, string>
try {
  const store = await openStore(JSON.parse(place) as StorePlace, {
    workerUrl: new URL(workerUrl ?? ''),
    templateUrl: new URL(templateUrl ?? ''),
  })
  console.log('open')
  if (owner !== undefined) await writeWithoutEnd(store, Number(first), owner)
  // Without an owner it only holds the store open.
  setInterval(() => {}, 1_000)
} catch (error) {
  console.log(`failed ${(error as { code?: string }).code} ${(error as Error).message}`)
  process.exitCode = 1
}

async function writeWithoutEnd({ leases, ledger }: OpenStore, first: number, owner: string): Promise<never> {
  for (let number = first; ; number++) {
    const fence = await leases.acquire('prod', owner, NOON, DAY)
    if (fence === undefined) throw new Error('no lease')
    await ledger.apply([change(deployment(`web-${number}`))], fence)
    console.log(number)
  }
}
