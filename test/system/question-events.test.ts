import type { SystemEvent } from 'troupe';
import { expect, test } from 'vitest';
import { ask, only, question, toolStage, type ToolStage } from '../callbacks/questions/fixture.js';
import { watch } from '../support/event-streams.js';

/** What was told of questions. */
function told(events: readonly SystemEvent[]): SystemEvent[] {
  return events.filter(({ type }) => type.startsWith('permission.'));
}

/** What becomes of a question that a subagent asks, and what is told of that. */
async function outcomeOf(
  options: Parameters<typeof toolStage>[0],
  end: (stage: ToolStage) => unknown,
): Promise<unknown[]> {
  const all = await toolStage(options);
  const { events } = watch(all.system);
  ask(all, question({ agent_id: 'agent' }));
  await all.settle();
  await end(all);
  await all.settle();
  return told(events).flatMap((event) =>
    event.type === 'permission.settled' ? [event.outcome] : [event.type],
  );
}

test('a question is told by the id that answers it, with its tool, and with its input only where that is wanted', async () => {
  const all = await toolStage({ canUseTool: 'ask' });
  const [plain, full] = [watch(all.system), watch(all.system, { content: true })];
  const asked = all.session.query('secret.txt');
  await all.settle();
  const { id } = only(all.session);
  all.system.answerQuestion(id, { behavior: 'allow' });
  await asked;
  const about = {
    type: 'permission.asked',
    kind: 'session',
    name: 'worker',
    asks: 'permission',
    toolName: 'Write',
  };
  const settled = { type: 'permission.settled', question: id, outcome: 'answered' };
  expect(told(plain.events)).toMatchObject([{ ...about, question: id }, settled]);
  expect(told(full.events)).toMatchObject([{ ...about, input: { path: 'secret.txt' } }, settled]);
  expect(JSON.stringify(plain.events)).not.toContain('secret');
});

test('a question is told before it is announced, and to be settled before what follows from that', async () => {
  const all = await toolStage({ canUseTool: 'ask' });
  const seqs: number[] = [];
  const { events } = watch(all.system);
  all.session.on('permission', (asked) => {
    seqs.push(all.system.inspectTree().seq);
    asked.signal.addEventListener('abort', () => seqs.push(all.system.inspectTree().seq));
    asked.answer({ behavior: 'deny', message: 'no' });
  });
  await all.session.query('a');
  expect(told(events).map((event) => event.type !== 'gap' && event.seq)).toEqual(seqs);
});

test('it is told who settled it: an answer, its withdrawal, the end of its process, its time limit, a failed callback', async () => {
  const answered = await outcomeOf({ canUseTool: 'ask' }, ({ session }) =>
    session.answerQuestion(only(session).id, { behavior: 'allow' }),
  );
  const concluded = await outcomeOf({ canUseTool: () => ({ behavior: 'allow' }) }, () => undefined);
  const stopped = await outcomeOf({ canUseTool: 'ask' }, ({ session }) => session.stop());
  const late = await outcomeOf({ canUseTool: 'ask', permissionTimeout: 50 }, ({ clock }) =>
    clock.advance(50),
  );
  const failed = await outcomeOf(
    {
      canUseTool: () => {
        throw new Error('no idea');
      },
    },
    () => undefined,
  );
  expect([answered, concluded, stopped, late, failed]).toEqual(
    ['answered', 'answered', 'withdrawn', 'late', 'failed'].map((how) => ['permission.asked', how]),
  );
});
