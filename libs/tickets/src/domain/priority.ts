/** From the most pressing to the least. */
export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How many are hit (impact), how soon it hurts (urgency): 1 high, 2 medium, 3 low. */
export type Level = 1 | 2 | 3;

/** The words that stand for a level in a command. */
export const LEVEL_NAMES = { high: 1, medium: 2, low: 3 } as const satisfies Record<string, Level>;
export type LevelInput = Level | keyof typeof LEVEL_NAMES;
export const LEVEL_INPUTS = [1, 2, 3, 'high', 'medium', 'low'] as const satisfies readonly LevelInput[];

export const levelOf = (input: LevelInput): Level => (typeof input === 'string' ? LEVEL_NAMES[input] : input);

/** impact × urgency → priority, as data: `rows[impact][urgency]`. Its id and revision stand in the events that it decided. */
export interface PriorityMatrix {
  readonly id: string;
  readonly revision: number;
  readonly rows: Readonly<Record<Level, Readonly<Record<Level, Priority>>>>;
}

export const DEFAULT_PRIORITY_MATRIX: PriorityMatrix = {
  id: 'default',
  revision: 0,
  rows: {
    1: { 1: 'P1', 2: 'P2', 3: 'P3' },
    2: { 1: 'P2', 2: 'P3', 3: 'P4' },
    3: { 1: 'P3', 2: 'P4', 3: 'P4' },
  },
};

/** The priority of a ticket of which too little is known. */
export const DEFAULT_PRIORITY: Priority = 'P3';

/** undefined: the matrix needs both. */
export const priorityBy = (matrix: PriorityMatrix, impact: Level | undefined, urgency: Level | undefined): Priority | undefined =>
  impact === undefined || urgency === undefined ? undefined : matrix.rows[impact][urgency];
