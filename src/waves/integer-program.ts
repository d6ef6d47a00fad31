/** A choice among columns, each taken or not, that keeps all rows. Stated by `waves`, solved behind a port. */
export interface IntegerProgram {
  readonly columns: number;
  readonly rows: readonly Row[];
  /** Nodes of the search tree at most: a limit that is the same on every machine. */
  readonly nodes: number;
}

/** The factors of columns taken add up to at least `least` and at most `most`. */
export interface Row {
  readonly terms: readonly { readonly column: number; readonly factor: number }[];
  readonly least?: number;
  readonly most?: number;
}

export type ProgramAnswer =
  | { readonly found: 'choice'; readonly taken: readonly number[] }
  | { readonly found: 'impossible' }
  /** The nodes ran out. */
  | { readonly found: 'nothing' }
  | { readonly found: 'failure'; readonly message: string };

/** Solves a program, the same on every machine, and waits for the answer. */
export type Solver = (program: IntegerProgram) => ProgramAnswer;
