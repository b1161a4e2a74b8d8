/** Parts of machines in a file of their own, which no editor of the other file sees. */
export const LEAVE = 'leave';
export const leave = { leave: { target: 'out' } };
export const configuration = { initial: 'in', states: { in: { on: leave }, out: {} } };
