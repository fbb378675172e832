import { afterAll, expect, it } from 'vitest'
import { answer, startFaultServer } from '../../faults/fault-server.ts'
import { driftage } from '../program.ts'
import { Canaries } from './canaries.ts'

const canaries = new Canaries()
const v = (name: string) => canaries.value(name)
/** A server that says no at once, so that nobody waits. */
const server = await startFaultServer(answer(400, 'no'))
afterAll(() => server.stop())
const NOWHERE = ['-s', server.url, '--insecure-skip-tls-verify', '--debug']

it.each([
  ['a password in a URL', 'scan', '--git', `https://shop:${v('url password')}@127.0.0.1:1/shop.git`, ...NOWHERE],
  ['a token in a URL', 'scan', '--git', `https://${v('url user')}@127.0.0.1:1/shop.git`, ...NOWHERE],
  [
    'a password with an @ in a URL',
    'scan',
    '--git',
    `https://shop:a@${v('after an @')}@127.0.0.1:1/shop.git`,
    ...NOWHERE,
  ],
  [
    'a password with a / in a URL',
    'scan',
    '--git',
    `https://shop:a/${v('after a slash')}@127.0.0.1:1/x.git`,
    ...NOWHERE,
  ],
  ['a query in a URL', 'scan', '--git', `https://127.0.0.1:1/shop.git?private_token=${v('query')}`, ...NOWHERE],
  ['a password for ssh', 'scan', '--git', `ssh://git:${v('ssh password')}@127.0.0.1:1/shop.git`, ...NOWHERE],
  ['a password before a host', 'scan', '--git', `shop:${v('scp password')}@127.0.0.1:shop.git`, ...NOWHERE],
  [
    'a URL of a transport that is refused',
    'scan',
    '--git',
    `http://shop:${v('http password')}@127.0.0.1:1/x`,
    ...NOWHERE,
  ],
  ['a URL as a source', 'scan', `https://shop:${v('as a path')}@127.0.0.1:1/shop.git`, ...NOWHERE],
  ['a token', 'scan', 'src/model', '--token', v('token'), ...NOWHERE],
  ['a token that no header can hold', 'scan', 'src/model', '--token', `${v('odd token')}\n`, ...NOWHERE],
  ['a password in the address of the server', 'scan', 'src/model', '-s', `https://a:${v('server')}@127.0.0.1:1`],
  ['a misspelt flag with its value', 'scan', '.', `--tokem=${v('misspelt')}`, '--debug'],
  ['a flag of another command', 'errors', `--token=${v('elsewhere')}`],
  ['a value of a chart where there is none', 'scan', 'src/model', '--set', `password=${v('set')}`, ...NOWHERE],
])('%s is not repeated', async (_, ...args) => {
  const { code, out, err } = await driftage(...args)
  expect(canaries.in(`${out}\n${err}`)).toEqual([])
  expect([2, 3]).toContain(code)
  for (const format of args[0] === 'scan' ? ['json', 'sarif', 'gitlab'] : []) {
    const again = await driftage(...args, '-o', format)
    expect(canaries.in(`${again.out}\n${again.err}`)).toEqual([])
  }
})
