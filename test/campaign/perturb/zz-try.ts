import { PerturbedCluster } from './perturbed-cluster.ts'
import { play } from './play.ts'
import { ENGINES } from '../../store/engines.ts'
import { EVERY_FAULT } from './faults/every-fault.ts'
export async function run(args: readonly string[]) {
  const cluster = await PerturbedCluster.start()
  const engine = await ENGINES[1]!.start()
  try {
    const a = await play(cluster, engine, { id: 'F-00', what: 'nothing' }, undefined)
    console.log('usual', JSON.stringify(a.end), a.faults, a.seconds)
    for (const make of EVERY_FAULT) {
      const p = make()
      if (args.length > 0 && !args.some((w) => `${p.id} ${p.what}`.includes(w))) continue
      try {
        const b = await play(cluster, engine, p, a.end)
        console.log(p.id, p.what, Math.round(b.seconds), b.faults.length === 0 ? 'OK' : b.faults)
      } catch (error) {
        console.log(p.id, p.what, 'THREW', String(error).slice(0, 1500))
      }
    }
  } finally {
    await engine.stop()
    await cluster.stop()
  }
}
