import { fileURLToPath } from 'node:url';
import type { ElicitationQuestion, ElicitationResult, Session, SessionOptions } from 'troupe';
import { createFakeClock, toolUse } from 'troupe/testing';
import { describe, expect, it } from 'vitest';
import { realCli, type RealCli } from '../support/real-cli.js';
import { silent } from '../support/supervised-tree.js';
import { toolResults } from './asking.js';
import { failure } from './crash-moments.js';

const SERVER = fileURLToPath(new URL('../support/mcp-asking-server.mjs', import.meta.url));
const NOT_PENDING = expect.objectContaining({ code: 'not_pending' }) as Error;
const ANSWER: ElicitationResult = { action: 'accept', content: { name: 'Alice' } };

/** A session with a server whose tool asks its user for a name, which the model is about to call. */
function elicited(cli: RealCli, options: SessionOptions): Session {
  cli.api.enqueue(toolUse('mcp__asking__ask'));
  return cli.start({
    mcpServers: { asking: { command: process.execPath, args: [SERVER] } },
    allowedTools: ['mcp__asking'],
    ...options,
  });
}

function nextElicitation(session: Session): Promise<ElicitationQuestion> {
  return new Promise((resolve) => {
    const off = session.on('elicitation', (question) => {
      off();
      resolve(question);
    });
  });
}

/** What the server was answered, which its tool tells. */
function told({ api }: RealCli): unknown {
  return JSON.parse(toolResults(api)[0]?.text ?? 'null');
}

describe('what an MCP server asks of its user', () => {
  it('is put to onElicitation, whose answer the server gets', async () => {
    await using cli = await realCli();
    const asked: unknown[] = [];
    const session = elicited(cli, {
      onElicitation: (request, { signal, requestId }) => {
        asked.push([request, signal.aborted, typeof requestId]);
        return ANSWER;
      },
    });
    await session.query('go');
    const request = {
      serverName: 'asking',
      message: 'Your name?',
      mode: 'form',
      requestedSchema: expect.objectContaining({ properties: { name: { type: 'string' } } }) as unknown,
    };
    expect(asked).toEqual([[request, false, 'string']]);
    expect(told(cli)).toEqual(ANSWER);
  });

  it('is answered by its id, from anywhere, once', async () => {
    await using cli = await realCli();
    const session = elicited(cli, { name: 'a', onElicitation: 'ask' });
    const announced = nextElicitation(session);
    const answer = session.query('go');
    const question = await announced;
    expect(question).toMatchObject({ kind: 'elicitation', sessionName: 'a', serverName: 'asking' });
    expect([session.pendingQuestions(), cli.system.pendingPermissions()]).toEqual([[question], []]);
    expect(session.actor.getSnapshot()?.value).toEqual({ querying: 'awaitingPermission' });
    expect(() => question.answer({ action: 'shrug' } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_option' }) as Error,
    );
    cli.system.getSession('a').answerQuestion(question.id, ANSWER);
    expect(() => question.answer(ANSWER)).toThrow(NOT_PENDING);
    await answer;
    expect(told(cli)).toEqual(ANSWER);
  });

  it('is declined where nobody is to be asked', async () => {
    await using cli = await realCli();
    await elicited(cli, {}).query('go');
    expect(told(cli)).toEqual({ action: 'decline' });
  });

  it('is cancelled where onElicitation throws', async () => {
    const errors: string[] = [];
    const logger = { ...silent, error: (message: string) => errors.push(message) };
    await using cli = await realCli({ system: { logger } });
    const session = elicited(cli, {
      onElicitation: () => {
        throw new Error('out of order');
      },
    });
    await session.query('go');
    expect(told(cli)).toEqual({ action: 'cancel' });
    expect(errors).toEqual([expect.stringContaining('onElicitation')]);
  });

  it('is cancelled when permissionTimeout has passed; timeout stands still until then', async () => {
    const clock = createFakeClock();
    await using cli = await realCli({ system: { clock } });
    const session = elicited(cli, { onElicitation: 'ask', permissionTimeout: 60_000, timeout: 20_000 });
    const announced = nextElicitation(session);
    const answer = session.query('go');
    const question = await announced;
    await clock.advance(60_000);
    expect(() => question.answer(ANSWER)).toThrow(NOT_PENDING);
    expect(await answer).toMatchObject({ result: 'ok' });
    expect(told(cli)).toEqual({ action: 'cancel' });
  });

  it('is withdrawn by an interrupt', async () => {
    await using cli = await realCli();
    const session = elicited(cli, { onElicitation: 'ask' });
    const announced = nextElicitation(session);
    const left = failure(session.query('go'));
    const question = await announced;
    expect(await session.interrupt()).toBe('interrupted');
    expect(await left).toMatchObject({ code: 'interrupted' });
    expect(question.signal.aborted).toBe(true);
    expect(() => question.answer(ANSWER)).toThrow(NOT_PENDING);
    expect(cli.system.pendingQuestions()).toEqual([]);
    expect(await session.query('next')).toMatchObject({ result: 'ok' });
  });
});
