import { describe, expect, it } from 'vitest'
import { program } from '../arguments/program.ts'
import { bashScript } from './bash.ts'
import { completable } from './completable.ts'
import { fishScript } from './fish.ts'
import { powershellScript } from './powershell.ts'
import { zshScript } from './zsh.ts'

const root = completable(
  'driftage',
  program({ program: 'driftage', version: '1', environment: {} }, () => {}),
)
const scripts = {
  bash: bashScript(root),
  zsh: zshScript(root),
  fish: fishScript(root),
  powershell: powershellScript(root),
}

it('reads commands, flags and values from the definitions', () => {
  expect(root.commands.map((command) => command.name)).toEqual([
    'scan',
    'diff',
    'explain',
    'serve',
    'status',
    'list',
    'show',
    'history',
    'ack',
    'accept',
    'reopen',
    'assign',
    'overwritten',
    'fights',
    'rules',
    'activity',
    'deployed',
    'confirm',
    'recheck',
    'record',
    'replay',
    'ledger',
    'db',
    'config',
    'doctor',
    'rbac',
    'audit',
    'completion',
    'demo',
    'errors',
    'version',
    'help',
  ])
  const scan = root.commands[0]
  expect(scan).toMatchObject({ takesFiles: true, words: [] })
  expect(scan?.flags.find((flag) => flag.names.includes('-o'))).toMatchObject({
    names: ['--output', '-o'],
    takesValue: true,
    choices: expect.arrayContaining(['table', 'sarif']),
  })
  expect(scan?.flags.find((flag) => flag.names.includes('--kubeconfig'))).toMatchObject({ takesFile: true })
  expect(root.commands.find((command) => command.name === 'completion')?.words).toEqual([
    'bash',
    'zsh',
    'fish',
    'powershell',
  ])
})

describe.each(Object.entries(scripts))('%s', (shell, script) => {
  it('knows every command, every flag and every value', () => {
    const flags = root.commands.flatMap((command) => command.flags)
    const written = (name: string) =>
      shell === 'fish' ? `-${name.startsWith('--') ? 'l' : 's'} ${name.replace(/^-+/, '')}` : name
    const words = [
      ...root.commands.map((command) => command.name),
      ...flags.flatMap((flag) => [...flag.names.map(written), ...flag.choices]),
    ]
    expect(words.filter((word) => !script.includes(word))).toEqual([])
  })

  it('has balanced quotes and brackets', () => {
    const bare = script
      .replace(/^ *#.*$/gm, '')
      .replaceAll("'\\''", '')
      .replaceAll("''", '')
      .replace(/'[^']*'|"[^"]*"/g, '')
    expect(bare).not.toMatch(/['"]/)
    for (const [open, close] of ['{}', '[]'] as const) {
      expect([...bare].filter((char) => char === open)).toHaveLength([...bare].filter((char) => char === close).length)
    }
  })
})
