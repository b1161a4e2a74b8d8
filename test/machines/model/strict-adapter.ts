import type { AdapterSink } from '../../../src/adapter/session-adapter.js';
import { SessionError } from '../../../src/errors/session-error.js';
import type { ResultMessage } from '../../../src/protocol/messages/index.js';
import type { ControlRequestBody } from '../../../src/protocol/wire/classify-line.js';
import type { Prompt } from '../../../src/protocol/wire/prompt.js';
import { EXIT, HandMadeAdapter, init, lifecycle, result } from '../../session/fixture.js';

/** An adapter in the hands of a test, which notes what it is told against the contract of `SessionAdapter`. */
export class StrictAdapter extends HandMadeAdapter {
  /** The next call fails in a way that no adapter may. */
  failsNext = false;
  readonly breaches: string[] = [];
  #isReady = false;
  #isGone = false;
  #openPrompt: string | undefined;
  #inOwnTurn = false;
  #questions = 0;
  #withdraw = new AbortController();

  override start(sink: AdapterSink): void {
    super.start(sink);
    this.#failIfTold();
  }

  override write(prompt: Prompt): void {
    this.#allow('write', this.#isReady && !this.#isGone);
    this.#allow('write into an open turn', this.#openPrompt === undefined && !this.#inOwnTurn);
    this.#openPrompt = prompt.id;
    super.write(prompt);
  }

  override control(request: ControlRequestBody, timeout: number): Promise<Readonly<Record<string, unknown>>> {
    this.#allow(`control ${request.subtype}`, this.#isReady && !this.#isGone);
    return super.control(request, timeout);
  }

  override stop(budget: number): void {
    this.#allow('stop', !this.#isGone);
    super.stop(budget);
    this.#failIfTold();
  }

  // What a test has it say.

  override ready(): void {
    this.#isReady = true;
    super.ready();
  }

  beginOwnTurn(): void {
    this.#inOwnTurn = true;
    this.say(init());
  }

  endOwnTurn(fields: Partial<ResultMessage> = {}): void {
    this.#inOwnTurn = false;
    this.#withdrawQuestions();
    this.say(result(undefined, fields));
  }

  /** Ends the turn of the prompt that was written last; of one of its own, where no prompt is open. */
  endTurn(fields: Partial<ResultMessage> = {}): void {
    const id = this.#openPrompt;
    if (id === undefined) return this.endOwnTurn(fields);
    this.#openPrompt = undefined;
    this.#withdrawQuestions();
    this.sink.frame(lifecycle(id, 'started'));
    this.say(init(), result([id], fields));
  }

  /** Lets go of the prompt that was written last, before its turn has begun. */
  drop(): void {
    const id = this.#openPrompt ?? '';
    this.#openPrompt = undefined;
    this.#withdrawQuestions();
    this.sink.frame(lifecycle(id, 'cancelled'));
  }

  refuseInterrupt(): void {
    this.controls.at(-1)?.reject(new SessionError('control_failed', 'It does not want to.'));
  }

  askPerson(): void {
    this.#questions += 1;
    const id = `question ${this.#questions}`;
    const request = { subtype: 'can_use_tool', tool_name: 'Bash', input: {}, tool_use_id: id };
    this.sink.serve({ id, request, signal: this.#withdraw.signal }).catch(() => undefined);
  }

  exit(): void {
    this.#isGone = true;
    this.#withdrawQuestions();
    this.sink.exited(EXIT);
  }

  #withdrawQuestions(): void {
    this.#withdraw.abort();
    this.#withdraw = new AbortController();
  }

  #allow(what: string, isAllowed: boolean): void {
    if (!isAllowed) this.breaches.push(what);
  }

  #failIfTold(): void {
    if (!this.failsNext) return;
    this.failsNext = false;
    throw new Error('broken');
  }
}
