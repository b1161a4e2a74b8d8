import { setTimeout as sleep } from 'node:timers/promises';
import {
  createSystem,
  type Logger,
  type Session,
  type SessionRow,
  type StreamEvent,
  type Supervisor,
  type System,
} from 'troupe';
import { statelyInspector, type StatelyInspector } from 'troupe/inspect';
import { createSandbox, startMessagesApi } from 'troupe/testing';
import { loopbackModel } from './loopback-model.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The reports below say what a warning would; errors are shown. */
const logger: Logger = { debug: () => undefined, warn: () => undefined, error: print };

/** Asks and shows the answer. Throws when the result is an error. */
async function ask(session: Session, prompt: string): Promise<void> {
  const name = session.name ?? 'session';
  print(`\n${name} < ${prompt}`);
  const started = Date.now();
  const answer = await waiting(answerTo(session, prompt), () => session.status);
  print(`${name} > ${answer}   (${seconds(started)})`);
}

async function answerTo(session: Session, prompt: string): Promise<string> {
  let answer = '';
  for await (const message of session.stream(prompt)) {
    if (message.type === 'stream_event') answer += textOf(message.event);
    if (message.type === 'result' && message.is_error)
      throw new Error(`${session.name} got no answer: ${message.result ?? message.subtype}`);
  }
  return answer;
}

/** The outcome; until it is there, it shows what is going on, and for how long. */
async function waiting<T>(outcome: Promise<T>, status: () => string, interval = 1_000): Promise<T> {
  const started = Date.now();
  const timer = setInterval(() => print(`    … ${status()} for ${seconds(started)}`), interval);
  try {
    return await outcome;
  } finally {
    clearInterval(timer);
  }
}

/** The piece of text that an event of the model's stream adds to the answer, if it does. */
function textOf(event: StreamEvent): string {
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';
}

function start(system: System, options: Parameters<System['startSession']>[0] & { name: string }): Session {
  const session = system.startSession({ ...options, includePartialMessages: true });
  print(`    [${options.name}] ${session.state}: starting the CLI`);
  follow(session, options.name);
  return session;
}

function follow(session: Session, name: string): void {
  session.on('state', (state) => print(`    [${name}] ${state}`));
}

async function mainJob(system: System): Promise<void> {
  print('\n== Two named sessions, each with a conversation of its own');
  const alice = start(system, { name: 'alice', systemPrompt: 'Answer in one short sentence.' });
  const mike = start(system, { name: 'mike', systemPrompt: 'Answer in one short sentence.' });
  await ask(alice, 'My name is Alice.');
  await ask(mike, 'My name is Mike.');
  await ask(system.getSession('alice'), "What's my name?");
  await ask(system.getSession('mike'), "What's my name?");

  const conversation = alice.sessionId;
  print(`\n== Stop alice, and come back to conversation ${conversation}`);
  await alice.stop();
  const again = start(system, { name: 'alice', resume: conversation });
  await ask(again, "What's my name?");

  print('\n== Fork it: the same past, an id of its own');
  const fork = start(system, { name: 'fork', resume: conversation, forkSession: true });
  await ask(fork, "What's my name?");
  print(`    the fork is ${fork.sessionId}, of ${fork.parentSessionId}`);

  print('\n== Clear it: the next query meets no context');
  await again.clear();
  await ask(again, "What's my name?");
  print(`    alice now holds ${again.sessionId}`);
}

/** Two supervised sessions, a crash of one, and its recovery. */
async function supervision(system: System): Promise<void> {
  print('\n== A supervised tree: two sessions under one supervisor');
  await using team = await waiting(
    system.startSupervisor({
      name: 'team',
      children: [
        { ...TEAM_MEMBER, name: 'anna' },
        { ...TEAM_MEMBER, name: 'ben' },
      ],
    }),
    () => system.getSupervisor('team').state,
  );
  watch(team);
  const anna = team.getSession('anna');
  follow(anna, 'anna');
  await ask(anna, 'My name is Anna.');
  print(`    before: ${pids(team)}`);

  print("\n== Kill anna's CLI (kill -9): the supervisor brings her back, with the conversation");
  const crashed = new Promise<void>((resolve) => void anna.on('crashed', () => resolve()));
  kill(anna);
  await crashed;
  await ask(anna, "What's my name?"); // waits for the next process
  print(`    after:  ${pids(team)}`);
}

const TEAM_MEMBER = { systemPrompt: 'Answer in one short sentence.', includePartialMessages: true } as const;

function watch(supervisor: Supervisor): void {
  supervisor.on('report', ({ type, child, delay, reason }) => {
    const facts = [reason?.signal, delay === undefined ? undefined : `in ${Math.round(delay)} ms`];
    print(`    {${supervisor.path}} ${[child, type, ...facts].filter(Boolean).join(' ')}`);
  });
}

function kill({ name, pid }: Session): void {
  if (pid === undefined) throw new Error(`${name} has no process.`);
  process.kill(pid, 'SIGKILL');
}

function pids(supervisor: Supervisor): string {
  const show = ({ name, pid, restarts }: SessionRow): string =>
    `${name} has pid ${pid}, ${restarts} restarts`;
  return supervisor.listSessions().map(show).join('; ');
}

/** The real service with a key, else a Messages API on this machine; the CLI is the real one either way. */
async function demo(): Promise<void> {
  const key = process.env.ANTHROPIC_API_KEY ?? process.env.CLAUDE_CODE_OAUTH_TOKEN;
  if (key !== undefined && key !== '') {
    print('Talking to the real service with your key.');
    await using system = createSystem({ logger });
    return await show(system);
  }
  print('No ANTHROPIC_API_KEY: the real CLI talks to a loopback Messages API that repeats what it is told.');
  await using api = await startMessagesApi({ reply: loopbackModel });
  await using sandbox = await createSandbox(api);
  await using system = createSystem({ defaults: sandbox.options, logger });
  await show(system);
}

async function show(system: System): Promise<void> {
  if (process.argv.includes('--inspect')) await inspected(system);
  await mainJob(system);
  await supervision(system);
}

/** Waits until somebody looks, so that nothing is missed. */
async function inspected(system: System): Promise<void> {
  const inspector = await statelyInspector({ system });
  print('The demo begins when somebody looks.');
  print(`Open ${inspector.page} in a browser of this machine, or connect to ${inspector.url}`);
  await waiting(clientOf(inspector), () => 'nobody has looked', 3_000);
}

async function clientOf(inspector: StatelyInspector): Promise<void> {
  while (inspector.clients === 0) await sleep(100);
}

const began = Date.now();
await demo();
print(`\nDone in ${seconds(began)}: every process is gone.`);

function seconds(since: number): string {
  return `${((Date.now() - since) / 1_000).toFixed(1)} s`;
}
