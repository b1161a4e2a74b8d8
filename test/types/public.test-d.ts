import {
  getSession,
  isSessionError,
  query,
  startSession,
  type ContentBlock,
  type Message,
  type QueryStream,
  type ResultMessage,
  type Session,
  type SessionErrorCode,
  type SessionOptions,
  type SessionState,
} from 'troupe';
import { expectTypeOf, test } from 'vitest';

declare const message: Message;
declare const block: ContentBlock;
declare const session: Session;

test('messages are told apart by their type, and `unknown` is one of them', () => {
  switch (message.type) {
    case 'assistant':
      expectTypeOf(message.message.content).toEqualTypeOf<readonly ContentBlock[]>();
      break;
    case 'result':
      expectTypeOf(message).toEqualTypeOf<ResultMessage>();
      break;
    case 'unknown':
      expectTypeOf(message.raw).toBeUnknown();
      break;
    case 'user':
    case 'system':
    case 'stream_event':
    case 'conversation_reset':
    case 'tool_progress':
    case 'rate_limit_event':
    case 'prompt_suggestion':
    case 'tool_use_summary':
    case 'auth_status':
    case 'active_goal':
      break;
    default:
      expectTypeOf(message).toBeNever();
  }
});

test('system messages are told apart by their subtype', () => {
  if (message.type === 'system' && message.subtype === 'init') {
    expectTypeOf(message.session_id).toBeString();
    expectTypeOf(message.tools).toEqualTypeOf<readonly string[] | undefined>();
  }
});

test('content blocks are told apart by their type, and `unknown` is one of them', () => {
  if (block.type === 'text') expectTypeOf(block.text).toBeString();
  if (block.type === 'tool_use') expectTypeOf(block.input).toEqualTypeOf<Readonly<Record<string, unknown>>>();
  if (block.type === 'unknown') expectTypeOf(block.raw).toBeUnknown();
});

test('the verbs have the types that people meet', () => {
  expectTypeOf(startSession).parameter(0).toEqualTypeOf<SessionOptions | undefined>();
  expectTypeOf(startSession()).toEqualTypeOf<Session>();
  expectTypeOf(getSession('a')).toEqualTypeOf<Session>();
  expectTypeOf(session.stream('a')).toEqualTypeOf<QueryStream>();
  expectTypeOf(session.query('a')).resolves.toEqualTypeOf<ResultMessage>();
  expectTypeOf(query('a')).resolves.toEqualTypeOf<ResultMessage>();
  expectTypeOf(session.stream('a').finalText()).resolves.toBeString();
  expectTypeOf(session.stream('a').filterType('result')).toEqualTypeOf<
    AsyncGenerator<ResultMessage, void, undefined>
  >();
  expectTypeOf(session.state).toEqualTypeOf<SessionState>();
});

test('what cannot be meant does not compile', () => {
  // @ts-expect-error -- no such option
  startSession({ modle: 'sonnet' });
  // @ts-expect-error -- a number of milliseconds
  startSession({ timeout: '1s' });
  // @ts-expect-error -- no such event
  session.on('explode', () => undefined);
  // @ts-expect-error -- the actor is there to be looked at
  expectTypeOf(session.actor.send);
  // @ts-expect-error -- a session is not made by hand
  session.state = 'ready';
});

test('options may be given as undefined, and are not changed', () => {
  expectTypeOf<{ resume: string | undefined }>().toExtend<SessionOptions>();
  expectTypeOf<{ readonly allowedTools: readonly ['Bash'] }>().toExtend<SessionOptions>();
});

test('an error is known by its code', () => {
  const error: unknown = undefined;
  if (isSessionError(error)) expectTypeOf(error.code).toEqualTypeOf<SessionErrorCode>();
});

test('no public type is any', () => {
  expectTypeOf<Message>().not.toBeAny();
  expectTypeOf<Session>().not.toBeAny();
  expectTypeOf<Awaited<ReturnType<Session['conversation']>>[number]>().not.toBeAny();
  expectTypeOf<ReturnType<Session['actor']['getSnapshot']>>().not.toBeAny();
});
