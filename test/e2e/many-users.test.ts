import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { loopbackModel } from '../../examples/loopback-model.js';
import { superviseUsers, userServer } from '../../examples/many-users.js';
import { realCli, type RealCli } from '../support/real-cli.js';
import { until } from '../support/until.js';

type Reply = readonly [status: number, body: string];

/** The example's server, as its users see it. */
async function server(cli: RealCli) {
  const http = userServer(await superviseUsers(cli.system)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  const { port } = http.address() as AddressInfo;
  const send = async (method: string, user: string, body?: string): Promise<Reply> => {
    const response = await fetch(`http://127.0.0.1:${port}/${user}`, { method, body: body ?? null });
    return [response.status, await response.text()];
  };
  return {
    ask: (user: string, prompt: string) => send('POST', user, prompt),
    letGo: (user: string) => send('DELETE', user),
  };
}

const name = "What's my name?";

it('serves each user from a conversation of its own, also behind a crash', async () => {
  await using cli = await realCli({ reply: loopbackModel });
  const { ask } = await server(cli);
  await Promise.all([ask('alice', 'My name is Alice'), ask('mike', 'My name is Mike')]);
  const [alice, mike] = [cli.system.getSession('alice'), cli.system.getSession('mike')];
  const before = { alice: alice.pid ?? 0, mike: mike.pid };

  process.kill(before.alice, 'SIGKILL');
  await until(() => alice.pid !== before.alice);
  expect(await ask('alice', name)).toEqual([200, 'Your name is Alice!']);
  expect(await ask('mike', name)).toEqual([200, 'Your name is Mike!']);
  expect(alice.pid).not.toBe(before.alice);
  expect(mike.pid).toBe(before.mike);
});

it('lets a user go, and comes back to the conversation when the user does', async () => {
  await using cli = await realCli({ reply: loopbackModel });
  const { ask, letGo } = await server(cli);
  await ask('alice', 'My name is Alice');
  expect(await letGo('alice')).toEqual([200, '']);
  expect(cli.system.getSupervisor('users').countChildren().specs).toBe(0);
  expect(await ask('alice', name)).toEqual([200, 'Your name is Alice!']);
  expect(await letGo('nobody')).toEqual([503, 'not_found']);
});
