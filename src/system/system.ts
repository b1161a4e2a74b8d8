import { randomInt } from 'node:crypto';
import { inspect } from 'node:util';
import { faultReporter } from '../base/fault-text.js';
import { lazyCliBackend } from '../adapter/cli/lazy-cli-backend.js';
import type { Backend, Where } from '../adapter/session-adapter.js';
import { afterAll } from '../base/after-all.js';
import { systemClock, type Clock } from '../base/clock.js';
import type { Unsubscribe } from '../base/emitter.js';
import { Inspection, type InspectionObserver } from '../base/inspection.js';
import type { FaultReporter } from '../base/isolate.js';
import { quiet } from '../base/quiet.js';
import { defaultLogger, guardLogger, type Logger } from '../base/logger.js';
import { SessionError } from '../errors/session-error.js';
import type { ConversationMessage } from '../history/index.js';
import type { PromptContent, ResultMessage } from '../protocol/messages/index.js';
import { prepareOptions } from '../protocol/options/prepare-options.js';
import type { SessionOptions } from '../protocol/options/session-options.js';
import { QuestionBoard } from '../callbacks/questions/question-board.js';
import type { PermissionQuestion, Question, QuestionAnswer } from '../callbacks/questions/question.js';
import { LocalRegistry } from '../registry/local-registry.js';
import { LiveSession, type SessionRequest } from '../session/live-session.js';
import type { Session } from '../session/session.js';
import { SessionRef } from '../session/session-ref.js';
import { StartGate } from '../session/start-gate.js';
import type { RootSpec } from '../supervisor/child-spec.js';
import type { SessionNames } from '../supervisor/spec-names.js';
import { SupervisorRef } from '../supervisor/supervisor-ref.js';
import type { Supervision } from '../supervisor/supervision.js';
import type { Supervisor } from '../supervisor/supervisor.js';
import { Journal } from './journal.js';
import { SingleSessions } from './single-sessions.js';
import type { EventStream, EventStreamOptions } from './system-events.js';
import { countSessions, type SystemTree } from './system-tree.js';
import { checkObserver, checkSystemOptions, startLimits, type SystemOptions } from './system-options.js';

/** Sessions that share names, defaults, limits and a clock, and nothing with those of another system. */
export interface System extends AsyncDisposable {
  /** Whether `stop()` was called. */
  readonly stopped: boolean;
  /**
   * Starts a session and returns at once; what is asked of it waits until its CLI is ready. Throws `invalid_option`,
   * `name_taken` or `conversation_in_use`, with nothing started; what fails later is told by `session.ready()` and by
   * every query.
   */
  startSession(options?: SessionOptions): Session;
  /**
   * The session of that name, looked up anew by each call on it: it may be started later, or started again. While there
   * is none, its verbs reject with `not_found`.
   */
  getSession(name: string): Session;
  /** Starts a session, asks it one thing, and stops it. Rejects as `session.query` does. */
  query(prompt: PromptContent, options?: SessionOptions): Promise<ResultMessage>;
  /** The questions of all its sessions whether a tool may be used, in the order in which they were asked. */
  pendingPermissions(): readonly PermissionQuestion[];
  /** The same, with elicitations and dialogs. */
  pendingQuestions(): readonly Question[];
  /** Answers a pending question of any of its sessions; throws as {@link Session.answerQuestion} does. */
  answerQuestion(id: string, answer: QuestionAnswer): void;
  /** The messages of a conversation, from its transcript. Rejects with `conversation_not_found`. */
  conversation(sessionId: string, where?: Where): Promise<readonly ConversationMessage[]>;
  /**
   * Starts a tree of supervised sessions, and resolves when all of it is up, to its topmost supervisor. Rejects with
   * `invalid_option`, `name_taken`, `already_started` or `conversation_in_use`, with nothing started; with `start_failed`
   * where a child could not be started, whose `path` leads to it, and with everything stopped that had been (S21); with
   * `stopped` where the tree or the system was stopped meanwhile.
   */
  startSupervisor<const Spec extends RootSpec>(spec: Spec): Promise<Supervisor<SessionNames<Spec>>>;
  /**
   * The supervisor of that name, nested ones included, looked up anew by each call on it. While there is none, its verbs
   * fail with `noproc`.
   */
  getSupervisor(name: string): Supervisor;
  /**
   * Shows an observer the actors of the system as one tree, as XState's inspection events, whether they run already or are
   * started later; until the returned function is called, or the system has stopped, which `complete` is told. What actors
   * are shown as has the `id` (a name and the number of the incarnation, `assistant#2`), `sessionId`, `logic`, `_parent` and
   * `getSnapshot` of XState's actors; a snapshot has the `status`, `value`, `tags`, `context`, `output` and `error` of XState's.
   * Neither leads to anything that could steer. An observer that throws is reported to the logger, once, and hurts nobody. It
   * is called within the steps of the actors, so what it does at length keeps them waiting; while there is none, nothing is
   * done. Throws `invalid_option` for what is no observer.
   */
  inspect(observer: InspectionObserver): Unsubscribe;
  /**
   * What runs at this moment, as plain data: every supervisor and session, and how it fares. Cheap enough to be asked for many
   * times a second, and from anywhere: it waits for nothing, and never throws.
   */
  inspectTree(): SystemTree;
  /**
   * What happens to its sessions and supervisors from now on, in order: `for await (const event of system.events()) …`. Throws
   * `invalid_option`.
   */
  events(options?: EventStreamOptions): EventStream;
  /**
   * Stops every supervisor and session; none can be started afterwards. Resolves when all their processes are gone; where
   * the operating system would not end something, rejects with `not_stopped` when all the others are.
   */
  stop(): Promise<void>;
}

/** Makes a system of its own. Throws `invalid_option`. */
export function createSystem(options: SystemOptions = {}): System {
  checkSystemOptions(options);
  return new ActorSystem(options);
}

class ActorSystem implements System {
  readonly #defaults: SessionOptions;
  readonly #backend: Backend;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #report: FaultReporter;
  readonly #inspection: Inspection;
  readonly #gate: StartGate;
  readonly #journal: Journal;
  readonly #registry = new LocalRegistry<LiveSession>();
  readonly #sessions = new SingleSessions();
  readonly #questions = new QuestionBoard();
  #supervision: Supervision | undefined;
  stopped = false;

  constructor(options: SystemOptions) {
    this.#defaults = options.defaults ?? {};
    this.#backend = options.backend ?? lazyCliBackend;
    this.#clock = options.clock ?? systemClock;
    this.#logger = guardLogger(options.logger ?? defaultLogger, faultReporter(defaultLogger));
    this.#report = faultReporter(this.#logger);
    this.#inspection = new Inspection(this.#report);
    if (options.inspect) this.inspect(options.inspect);
    this.#gate = new StartGate(startLimits(options.limits), this.#clock);
    this.#journal = new Journal(this.#clock);
  }

  startSession(given: SessionOptions = {}): Session {
    const options = prepareOptions(given, this.#defaults);
    if (this.stopped)
      throw new SessionError('stopped', 'The system was stopped; it starts no more sessions.');
    return this.#sessions.start({ ...this.#common, options });
  }

  getSession(name: string): Session {
    return new SessionRef(name, () => this.#registry.resolve({ kind: 'name', value: name }), this.#report);
  }

  startSupervisor<const Spec extends RootSpec>(spec: Spec): Promise<Supervisor<SessionNames<Spec>>> {
    return quiet(this.#startTree(spec));
  }

  getSupervisor(name: string): Supervisor {
    return new SupervisorRef(
      name,
      () => this.#supervision?.find(name),
      (session) => this.getSession(session),
    );
  }

  query(prompt: PromptContent, options: SessionOptions = {}): Promise<ResultMessage> {
    return quiet(this.#askOnce(prompt, options));
  }

  async #askOnce(prompt: PromptContent, options: SessionOptions): Promise<ResultMessage> {
    await using session = this.startSession(options);
    return await session.query(prompt);
  }

  pendingPermissions(): readonly PermissionQuestion[] {
    return this.#questions.permissions;
  }

  pendingQuestions(): readonly Question[] {
    return this.#questions.all;
  }

  answerQuestion(id: string, answer: QuestionAnswer): void {
    this.#questions.answer(id, answer);
  }

  conversation(sessionId: string, where: Where = {}): Promise<readonly ConversationMessage[]> {
    const { cwd = this.#defaults.cwd, env = this.#defaults.env } = where;
    return this.#backend.readConversation(sessionId, { cwd, env });
  }

  inspect(observer: InspectionObserver): Unsubscribe {
    checkObserver(observer);
    return this.#inspection.attach(observer);
  }

  events(options: EventStreamOptions = {}): EventStream {
    return this.#journal.read(options);
  }

  inspectTree(): SystemTree {
    const children = [...(this.#supervision?.nodes() ?? []), ...this.#sessions.nodes()];
    return { at: this.#clock.now(), seq: this.#journal.seq, children };
  }

  stop(): Promise<void> {
    this.stopped = true;
    return quiet(this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    const supervisors = this.#supervision?.stop() ?? Promise.resolve();
    try {
      await afterAll([supervisors, this.#sessions.stop()]);
    } finally {
      this.#inspection.complete();
      this.#journal.close();
    }
  }

  async #startTree(spec: RootSpec): Promise<Supervisor> {
    // What only supervisors need is loaded with the first of them.
    const { Supervision } = await import('../supervisor/supervision.js');
    if (this.stopped)
      throw new SessionError('stopped', 'The system was stopped; it starts no more supervisors.');
    this.#supervision ??= new Supervision({
      clock: this.#clock,
      logger: this.#logger,
      report: this.#report,
      inspection: this.#inspection,
      chronicle: this.#journal.supervisors,
      defaults: this.#defaults,
      newSession: ({ options, retryInFlight, whenContextLost }, owner, path) =>
        new LiveSession({ ...this.#common, options, retryInFlight, whenContextLost, owner, path }),
      newSeed: () => randomInt(2 ** 32),
    });
    return this.#supervision.start(spec);
  }

  /** What all sessions are made from. */
  get #common(): Omit<SessionRequest, 'options' | 'owner' | 'path'> {
    return {
      backend: this.#backend,
      registry: this.#registry,
      gate: this.#gate,
      clock: this.#clock,
      logger: this.#logger,
      inspection: this.#inspection,
      questions: this.#questions,
      chronicle: this.#journal.sessions,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Test runners that print an object without this call its `inspect()` for that, whatever that does. */
  [inspect.custom](): string {
    const { children } = this.inspectTree();
    return `System { ${this.stopped ? 'stopped' : 'running'}, sessions: ${countSessions(children)} }`;
  }
}
