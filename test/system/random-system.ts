import fc from 'fast-check';
import type { RootSpec, Session, SessionSpec, Supervisor, SystemTree } from 'troupe';
// Else it is loaded with the first tree, which takes time that is not the clock's.
import '../../src/supervisor/supervision.js';
import { silence, stage, type Stage } from '../session/live-fixture.js';

export type Act =
  | { readonly act: 'ask'; readonly of: string; readonly text: string }
  | { readonly act: 'abort' | 'crash' | 'question'; readonly index: number }
  | { readonly act: 'answer' | 'startTree' }
  | { readonly act: 'refuse'; readonly isOn: boolean }
  | { readonly act: 'start' | 'stop'; readonly name: string }
  | { readonly act: 'add'; readonly to: string; readonly spec: SessionSpec }
  | { readonly act: 'child'; readonly of: string; readonly verb: ChildVerb; readonly id: string }
  | { readonly act: 'stopSupervisor'; readonly name: string }
  | { readonly act: 'wait'; readonly time: number }
  | { readonly act: 'read'; readonly reader: number; readonly count: number };

type ChildVerb = (typeof VERBS)[number];

const VERBS = [
  'terminateChild',
  'deleteChild',
  'restartChild',
  'terminateSession',
  'restartSession',
] as const;

const SUPERVISORS = ['top', 'inner', 'pool'];
const IDS = ['a', 'b', 'c', 'd', 'e', 'inner', 'pool', 'x', 'y'];
const SINGLES = ['solo', 'a'];

/** Of a subagent, which may ask outside of all turns. */
const QUESTION = {
  subtype: 'can_use_tool',
  tool_name: 'Write',
  input: {},
  tool_use_id: 'toolu_1',
  agent_id: 'agent',
} as const;

const index = fc.nat(7);
const spec: fc.Arbitrary<SessionSpec> = fc.record({
  id: fc.constantFrom('a', 'x', 'y'),
  name: fc.constantFrom('x', 'y', 'z'),
  restart: fc.constantFrom('permanent', 'transient', 'temporary'),
  tags: fc.constantFrom([], ['late']),
});

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('wait'), time: fc.constantFrom(0, 0, 1, 600, 3_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('ask'),
      of: fc.constantFrom(...IDS, 'solo'),
      text: fc.constantFrom('quick', 'never'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('crash', 'abort', 'question'), index }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('answer', 'startTree') }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('refuse'), isOn: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constantFrom('start', 'stop'), name: fc.constantFrom(...SINGLES) }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('add'), to: fc.constantFrom(...SUPERVISORS), spec }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('child'),
      of: fc.constantFrom(...SUPERVISORS),
      verb: fc.constantFrom(...VERBS),
      id: fc.constantFrom(...IDS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('stopSupervisor'), name: fc.constantFrom(...SUPERVISORS) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('read'),
      reader: fc.nat(1),
      count: fc.integer({ min: 1, max: 30 }),
    }),
  },
);

export interface Story {
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one';
  readonly retryInFlight: boolean;
  /** Whether a session that is stopped is started again by whoever hears of that. */
  readonly comesAgain: boolean;
  readonly acts: readonly Act[];
}

export const story: fc.Arbitrary<Story> = fc.record({
  strategy: fc.constantFrom('one_for_one', 'one_for_all', 'rest_for_one'),
  retryInFlight: fc.boolean(),
  comesAgain: fc.boolean(),
  acts: fc.array(acts, { minLength: 5, maxLength: 40 }),
});

/** A system to which anything may happen, and which is looked at whenever user code has a chance to. */
export class RandomSystem {
  readonly stage: Stage;
  /** In the order in which they were seen. */
  readonly looks: SystemTree[] = [];
  readonly #story: Story;
  readonly #aborts: AbortController[] = [];

  constructor(story: Story) {
    this.#story = story;
    this.stage = stage(({ text }) => (text === 'never' ? silence() : `re: ${text}`), {
      defaults: { canUseTool: 'ask' },
    });
  }

  look(): SystemTree {
    const tree = this.stage.system.inspectTree();
    this.looks.push(tree);
    return tree;
  }

  /** What it does beside reading; whatever is refused is refused. */
  async carryOut(act: Exclude<Act, { readonly act: 'read' }>): Promise<void> {
    const { system, backend, clock } = this.stage;
    switch (act.act) {
      case 'wait':
        return clock.advance(act.time);
      case 'ask':
        return this.#ask(act.of, act.text);
      case 'abort':
        return this.#aborts[act.index]?.abort();
      case 'answer':
        return system.pendingQuestions()[0]?.answer({ behavior: 'allow' } as never);
      case 'refuse':
        return backend.behave({ refusesStart: act.isOn ? 'No, thanks.' : undefined });
      case 'crash':
        return this.#running[act.index]?.crash();
      case 'question':
        return ignore(this.#running[act.index]?.ask(QUESTION));
      case 'start':
        return this.#follow(() => system.startSession({ name: act.name }));
      case 'stop':
        return ignore(system.getSession(act.name).stop());
      case 'startTree':
        return ignore(system.startSupervisor(this.#tree()).then((sup) => this.#followTree(sup)));
      case 'add':
        return this.#follow(() => system.getSupervisor(act.to).startSession(act.spec));
      case 'child':
        return ignore(system.getSupervisor(act.of)[act.verb](act.id));
      case 'stopSupervisor':
        return ignore(system.getSupervisor(act.name).stop());
    }
  }

  get #running() {
    return this.stage.backend.adapters.filter(({ running }) => running);
  }

  #tree(): RootSpec {
    const { strategy, retryInFlight } = this.#story;
    const inner = [
      { name: 'd', retryInFlight },
      { name: 'e', restart: 'temporary' },
    ] as const;
    const tags = ['inner', 'eu'];
    return {
      name: 'top',
      strategy,
      children: [
        { name: 'a', retryInFlight, tags: ['first'] },
        { name: 'b', restart: 'temporary' },
        { name: 'c', restart: 'transient' },
        { type: 'supervisor', name: 'inner', tags, strategy: 'one_for_all', maxRestarts: 1, children: inner },
        { type: 'dynamicSupervisor', name: 'pool' },
      ],
    };
  }

  #ask(name: string, text: string): void {
    const controller = new AbortController();
    this.#aborts.push(controller);
    ignore(this.stage.system.getSession(name).query(text, { signal: controller.signal }));
  }

  #follow(start: () => Session): void {
    try {
      const session = start();
      for (const event of ['state', 'crashed', 'restarted', 'identified', 'permission'] as const)
        session.on(event, () => void this.look());
      session.on('stopped', () => {
        this.look();
        if (this.#story.comesAgain && session.name === 'solo') {
          this.stage.system.startSession({ name: 'solo' });
          this.look();
        }
      });
    } catch {
      // It was refused.
    }
  }

  #followTree(supervisor: Supervisor): void {
    supervisor.on('report', () => void this.look());
    for (const { name = '' } of supervisor.listSessions()) this.#follow(() => supervisor.getSession(name));
  }
}

function ignore(promise: Promise<unknown> | undefined): void {
  promise?.catch(() => undefined);
}
