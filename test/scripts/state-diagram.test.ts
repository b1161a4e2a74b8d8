import { describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import * as exported from 'troupe/machines';
import { nameOf, stateDiagram, statesBelow } from '../../scripts/state-diagram.js';

const machines: readonly AnyStateMachine[] = Object.values(exported);

/** A line of a diagram: a state with its label, or an arrow; and the state in whose block it stands, none at the top. */
interface Line {
  readonly block: string | undefined;
  readonly state?: string | undefined;
  readonly label?: string | undefined;
  /** The states that an arrow leads from and to, without the dots of begin and end. */
  readonly ends: readonly string[];
}

function read(machine: AnyStateMachine): Line[] {
  const blocks: string[] = [];
  const [, ...lines] = stateDiagram(machine).map((line) => line.trim());
  return lines.flatMap((line): Line[] => {
    const block = blocks.at(-1);
    if (line === '}') {
      blocks.pop();
      return [];
    }
    const [, label, composite] = /^state "(.*)" as (\w+) \{$/.exec(line) ?? [];
    if (composite !== undefined) {
      blocks.push(composite);
      return [{ block, state: composite, label, ends: [] }];
    }
    const [, state, text] = /^(\w+) : (\w+)$/.exec(line) ?? [];
    if (state !== undefined) return [{ block, state, label: text, ends: [] }];
    const [, ...ends] = /^(\S+) --> (\S+)(?: : .+)?$/.exec(line) ?? [];
    expect(ends, line).toHaveLength(2);
    return [{ block, ends: ends.filter((end) => end !== '[*]') }];
  });
}

describe.each(machines.map((machine) => [machine.id, machine] as const))(
  'the diagram of a %s',
  (_, machine) => {
    const lines = read(machine);
    const declared = lines.filter(({ state }) => state !== undefined);
    const arrows = lines.filter(({ state }) => state === undefined);

    it('has every state once, in the block of its parent, called by its key', () => {
      const nameOfBlock = ({ parent }: (typeof machine)['root']) =>
        parent === undefined || parent === machine.root ? undefined : nameOf(parent);
      expect(declared.map(({ state, block, label }) => [state, block, label])).toEqual(
        statesBelow(machine.root).map((node) => [nameOf(node), nameOfBlock(node), node.key]),
      );
    });

    it('has no arrow in a block that leads out of it', () => {
      for (const { block, ends } of arrows.filter(({ block }) => block !== undefined)) {
        for (const end of ends)
          expect([end, declared.find(({ state }) => state === end)?.block]).toEqual([end, block]);
      }
    });

    it('has an arrow from one state to another only where all states have been declared', () => {
      const first = lines.findIndex(({ ends }) => ends.length > 1);
      expect(lines.slice(first).filter(({ state }) => state !== undefined)).toEqual([]);
    });
  },
);
