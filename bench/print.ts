/** One line of a table: who, and what was measured of it. */
export function report(name: string, cells: readonly string[]): void {
  console.log([name.padEnd(16), ...cells.map((cell) => cell.padStart(10))].join(' '));
}

export function verdict(aim: string, isMet: boolean): void {
  console.log(`aim: ${aim}: ${isMet ? 'met' : 'missed'}`);
}

export function times(factor: number): string {
  return `x ${factor.toFixed(2)}`;
}
