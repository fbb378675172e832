export type Paint = 'plain' | 'strong' | 'faint' | 'critical' | 'red' | 'yellow' | 'cyan' | 'green'

/** Characters of one paint, and the column at which they start. */
export interface Run {
  readonly column: number
  readonly text: string
  readonly paint: Paint
}

const COLOUR_CODES: Readonly<Record<string, Paint>> = { 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan', 39: 'plain' }

const ESC = '\u001b'
const ESCAPE = new RegExp(`(${ESC}\\[\\d+m)`)

/** Reads the escape sequences that the views write; others may not be in there. */
export function paintedLines(text: string): readonly (readonly Run[])[] {
  return text.trimEnd().split('\n').map(lineRuns)
}

function lineRuns(line: string): readonly Run[] {
  const runs: Run[] = []
  let column = 0
  let weight: 'strong' | 'faint' | undefined
  let colour: Paint = 'plain'
  for (const part of line.split(ESCAPE)) {
    const code = part.startsWith(ESC) ? part.slice(2, -1) : undefined
    if (code === undefined) {
      runs.push(...phrases(part, column, paintOf(weight, colour)))
      column += [...part].length
    } else if (code === '1') weight = 'strong'
    else if (code === '2') weight = 'faint'
    else if (code === '22') weight = undefined
    else colour = colourOf(code)
  }
  return runs
}

/** Parts between two blanks or more: a picture places each, since readers of SVG join blanks. */
function phrases(text: string, column: number, paint: Paint): readonly Run[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    column: column + Array.from(text.slice(0, match.index)).length,
    text: match[0],
    paint,
  }))
}

function paintOf(weight: 'strong' | 'faint' | undefined, colour: Paint): Paint {
  if (colour === 'plain') return weight ?? 'plain'
  return colour === 'red' && weight === 'strong' ? 'critical' : colour
}

function colourOf(code: string): Paint {
  const colour = COLOUR_CODES[code]
  if (colour === undefined) throw new Error(`the picture knows no escape sequence ${code}`)
  return colour
}
