import { element, xmlText, type XmlElement } from '../../src/surfaces/cli/views/xml.ts'
import type { Paint, Run } from './painted-lines.ts'

/** Size of a character cell; each run is stretched to its columns, so that any monospace font lines up. */
const CELL = { width: 8.4, height: 19, font: 14 } as const
const COLUMNS = 120
const PADDING = 20
const BAR = 34

const FILLS: Readonly<Record<Paint, string>> = {
  plain: '#d7dde5',
  strong: '#ffffff',
  faint: '#7d8896',
  critical: '#ff6b6b',
  red: '#f2837f',
  yellow: '#e5c07b',
  cyan: '#6fc3d6',
  green: '#98c379',
}

const BOLD: ReadonlySet<Paint> = new Set<Paint>(['strong', 'critical'])

/** Lines of a terminal as a picture without fonts, scripts or links of its own. */
export function terminalSvg(lines: readonly (readonly Run[])[], title: string): string {
  const width = COLUMNS * CELL.width + 2 * PADDING
  const height = BAR + lines.length * CELL.height + 2 * PADDING - 8
  const fonts = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${number(width)} ${height}`,
      width: number(width),
      height: String(height),
      role: 'img',
    },
    [
      element('title', {}, [title]),
      element('rect', { width: '100%', height: '100%', rx: '10', fill: '#161b22' }, []),
      ...['#ff5f57', '#febc2e', '#28c840'].map((fill, at) =>
        element('circle', { cx: String(24 + at * 20), cy: '20', r: '6', fill }, []),
      ),
      element(
        'g',
        { 'font-family': fonts, 'font-size': String(CELL.font) },
        lines.flatMap((runs, row) => runs.map((run) => runText(run, row))),
      ),
    ],
  )
  return `${xmlText(svg)}\n`
}

function runText({ column, text, paint }: Run, row: number): XmlElement {
  return element(
    'text',
    {
      x: number(PADDING + column * CELL.width),
      y: String(BAR + PADDING + row * CELL.height + 4),
      textLength: number([...text].length * CELL.width),
      fill: FILLS[paint],
      ...(BOLD.has(paint) ? { 'font-weight': 'bold' } : {}),
    },
    [text],
  )
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10)
}
