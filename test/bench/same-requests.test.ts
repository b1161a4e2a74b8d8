import { expect, test } from 'vitest';
import { checkSameRequests } from '../../bench/real-cli/same-requests.js';

const request = (changed = {}) => ({
  body: { model: 'm', system: [{ type: 'text', text: 'Be brief.' }], tools: [{ name: 'Bash' }], ...changed },
});

test('requests that differ in what was asked are of the same work', () => {
  checkSameRequests([request({ messages: ['one'] }), request({ messages: ['another'] })]);
});

test.each([
  ['system', { system: [{ type: 'text', text: 'Be brief!' }] }],
  ['tools', { tools: [] }],
  ['model', { model: 'another' }],
])('requests that differ in their %s are not compared', (field, changed) => {
  expect(() => checkSameRequests([request(), request(changed)])).toThrow(`differ in '${field}'`);
});
