/** Numbers that look random and follow from a seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  one<T>(list: readonly [T, ...T[]]): T {
    return list[this.roll(list.length)] ?? list[0];
  }
}

/** What is hard on readers of JSON, as JSON. */
const SCALARS = [
  'null',
  'true',
  '0',
  '-0',
  '1e999',
  '-1e-999',
  '9007199254740993',
  '0.1e-7',
  '""',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"a\\nb"',
  '"of a later cli"',
  '"\u2028\u2029\u0085"',
  '"😀é"',
  '"success"',
  '"3f0c8e2a-96f4-4c0e-9a7e-0d5a54d4a001"',
] as const;

const KEYS = [
  'type',
  'subtype',
  'message',
  'content',
  'role',
  'request',
  'request_id',
  'response',
  'event',
  'state',
  'raw',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '',
  '\\u0000',
] as const;

/**
 * Messages and envelopes that are nearly right; `$` stands for anything. Results name another prompt, because one that
 * names none is taken for that of the prompt in flight, whatever its shape.
 */
const NEARLY = [
  '{"type":"assistant","message":$}',
  '{"type":"assistant","message":{"role":"user","content":[$]}}',
  '{"type":"assistant","message":{"role":"assistant","content":$,"content":"twice"}}',
  '{"type":"user","message":{"role":"user","content":{"0":$}}}',
  '{"type":"system","subtype":$}',
  '{"type":"system","subtype":"init","session_id":[$]}',
  '{"type":"stream_event","event":[$]}',
  '{"type":"tool_progress","tool_name":[$]}',
  '{"type":"prompt_suggestion","suggestion":{"a":$}}',
  '{"type":"unknown","raw":$}',
  '{"type":{"type":$}}',
  '{"type":"of_a_later_cli","x":$}',
  '{"type":["result"],"subtype":"success","is_error":false}',
  '{"type":"Result","subtype":"success","is_error":false,"result":$}',
  '{"type":"result","subtype":"success","is_error":false,"user_message_uuids":["another"],"x":$}',
  '{"type":"result","subtype":"success","is_error":$,"user_message_uuids":["another",$]}',
  '{"type":"result","user_message_uuids":[[$]]}',
  '{"type":"result","result":$,"user_message_uuid":"another","user_message_uuids":[null]}',
  '{"type":"command_lifecycle","command_uuid":"another","state":"started"}',
  '{"type":"command_lifecycle","command_uuid":"another","state":"cancelled","x":$}',
  '{"type":"command_lifecycle","command_uuid":$,"state":"completed"}',
  '{"type":"command_lifecycle","command_uuid":["another"],"state":$}',
  '{"type":"control_response","response":{"subtype":"success","request_id":"another","response":$}}',
  '{"type":"control_response","response":{"subtype":"error","request_id":"another","error":$}}',
  '{"type":"control_response","response":$}',
  '{"type":"control_response","response":{"subtype":$,"request_id":$}}',
  '{"type":"control_request","request_id":$,"request":$}',
  '{"type":"control_request","request":{"subtype":"can_use_tool","input":$}}',
  '{"type":"control_cancel_request","request_id":$}',
  '{"type":"keep_alive","x":$}',
  '[{"type":"result","subtype":"success","is_error":false,"x":$}]',
] as const;

/** A request that no host knows; one of few lines that are answered. */
export const STRANGE_REQUEST =
  '{"type":"control_request","request_id":"strange","request":{"subtype":"brew_coffee"}}';

/** JSON of any shape. */
function json(dice: Dice, depth = 0): string {
  const kind = depth > 4 ? 0 : dice.roll(4);
  if (kind <= 1) return dice.one(SCALARS);
  const items = Array.from({ length: dice.roll(4) }, () => {
    const value = json(dice, depth + 1);
    return kind === 2 ? value : `"${dice.one(KEYS)}":${value}`;
  });
  return kind === 2 ? `[${items.join()}]` : `{${items.join()}}`;
}

/** What is no JSON object, and nothing that it is nested in either. */
function noise(dice: Dice): Buffer {
  const bytes = Buffer.alloc(dice.roll(60));
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = dice.roll(256);
    bytes[at] = byte === 0x0a ? 0 : byte;
  }
  return bytes;
}

function nearly(dice: Dice): string {
  return dice.one(NEARLY).replaceAll('$', () => json(dice, 2));
}

/**
 * One line, without its newline, that is nobody's: random bytes, JSON that is cut, JSON of any shape, and what is nearly
 * a message or an envelope. None is a whole message that a turn consists of.
 */
export function fuzzedLine(dice: Dice): Buffer {
  switch (dice.roll(8)) {
    case 0:
    case 1:
      return noise(dice);
    case 2: {
      const text = nearly(dice);
      return Buffer.from(text.slice(0, dice.roll(text.length)));
    }
    case 3:
      return Buffer.from(json(dice));
    case 4:
      return Buffer.from(dice.roll(500) === 0 ? '['.repeat(20_000) : `${'['.repeat(40)}${']'.repeat(40)}`);
    default:
      return Buffer.from(dice.roll(200) === 0 ? STRANGE_REQUEST : nearly(dice));
  }
}
