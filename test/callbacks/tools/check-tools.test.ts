import { createSdkMcpServer, tool } from 'troupe';
import { expect, it } from 'vitest';
import { isSessionError } from '../../../src/errors/session-error.js';

const nothing = () => ({ content: [] });

/** As JavaScript calls it, without a compiler that looks. */
const make = (...parts: unknown[]) => tool(...(parts as Parameters<typeof tool>));
const serve = (options: unknown) => createSdkMcpServer(options as Parameters<typeof createSdkMcpServer>[0]);

it.each<[option: string, parts: unknown[], words: string]>([
  ['name', [undefined, 'Adds', {}, nothing], 'a text that is not empty and has no NUL; got undefined.'],
  ['name', ['', 'Adds', {}, nothing], "a text that is not empty and has no NUL; got '' (a string)."],
  ['description', ['add', {}, nothing], 'a text; got an object.'],
  ['inputSchema', ['add', 'Adds', undefined, nothing], 'zod types by the names of arguments; got undefined.'],
  ['handler', ['add', 'Adds', {}], 'a function; got undefined.'],
  ['options', ['add', 'Adds', {}, nothing, null], 'an object of tool options; got null.'],
  [
    'alwaysload',
    ['add', 'Adds', {}, nothing, { alwaysload: true }],
    "one of the tool options; got an unknown name (did you mean 'alwaysLoad'?).",
  ],
  [
    'annotations',
    ['add', 'Adds', {}, nothing, { annotations: { readonly: true } }],
    "{ title?, readOnlyHint?, destructiveHint?, idempotentHint?, openWorldHint? }; got an unknown name at 'readonly'.",
  ],
])('a tool is refused at once for its %s: %o', (option, parts, words) => {
  expect(refusalOf(() => make(...parts))).toEqual({ option, message: `Option '${option}' must be ${words}` });
});

it.each<[option: string, options: unknown, words: string]>([
  ['options', undefined, 'an object of server options; got undefined.'],
  ['name', {}, 'a text that is not empty and has no NUL; got undefined.'],
  [
    'tool',
    { name: 'x', tool: [] },
    "one of the server options; got an unknown name (did you mean 'tools'?).",
  ],
  ['tools', { name: 'x', tools: {} }, 'a list of tools, as tool() makes them; got an object.'],
  [
    'tools',
    { name: 'x', tools: [{ inputSchema: {}, handler: nothing }] },
    "a list of tools, as tool() makes them; got undefined at '0.name'.",
  ],
  ['tools.0.handler', { name: 'x', tools: [{ name: 'y', inputSchema: {} }] }, 'a function; got undefined.'],
  [
    'tools.0.inputSchema',
    { name: 'x', tools: [{ name: 'y', handler: nothing }] },
    'zod types by the names of arguments; got undefined.',
  ],
  ['timeout', { name: 'x', timeout: '5s' }, "milliseconds above 0; got '5s' (a string)."],
  ['alwaysLoad', { name: 'x', alwaysLoad: 1 }, 'true or false; got 1 (a number).'],
])('a server is refused at once for its %s: %o', (option, options, words) => {
  expect(refusalOf(() => serve(options))).toEqual({ option, message: `Option '${option}' must be ${words}` });
});

it('a tool that was made by hand is one as well', () => {
  const add = { name: 'add', description: 'Adds', inputSchema: {}, handler: nothing };
  expect(() => serve({ name: 'x', tools: [add, make('sub', '', {}, nothing)] })).not.toThrow();
});

function refusalOf(make: () => unknown): object {
  try {
    make();
  } catch (refusal) {
    if (isSessionError(refusal) && refusal.code === 'invalid_option')
      return { option: refusal.option, message: refusal.message };
    throw refusal;
  }
  return expect.unreachable('it was accepted');
}
