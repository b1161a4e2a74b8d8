import { createSystem, type Session, type StreamEvent, type System } from 'troupe';
import { createSandbox, startMessagesApi } from 'troupe/testing';
import { loopbackModel } from './loopback-model.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Asks and shows the answer; until it is there, it shows for how long. Throws when the result is an error. */
async function ask(session: Session, prompt: string): Promise<void> {
  const name = session.name ?? 'session';
  print(`\n${name} < ${prompt}`);
  const started = Date.now();
  const waiting = setInterval(() => print(`    … ${session.status} for ${seconds(started)}`), 1_000);
  try {
    let answer = '';
    for await (const message of session.stream(prompt)) {
      if (message.type === 'stream_event') answer += textOf(message.event);
      if (message.type === 'result' && message.is_error)
        throw new Error(`${name} got no answer: ${message.result ?? message.subtype}`);
    }
    print(`${name} > ${answer}   (${seconds(started)})`);
  } finally {
    clearInterval(waiting);
  }
}

/** The piece of text that an event of the model's stream adds to the answer, if it does. */
function textOf(event: StreamEvent): string {
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '';
}

function start(system: System, options: Parameters<System['startSession']>[0] & { name: string }): Session {
  const session = system.startSession({ ...options, includePartialMessages: true });
  print(`    [${options.name}] ${session.state}: starting the CLI`);
  session.on('state', (state) => print(`    [${options.name}] ${state}`));
  return session;
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

/** The real service with a key, else a Messages API on this machine; the CLI is the real one either way. */
async function demo(): Promise<void> {
  const key = process.env.ANTHROPIC_API_KEY ?? process.env.CLAUDE_CODE_OAUTH_TOKEN;
  if (key !== undefined && key !== '') {
    print('Talking to the real service with your key.');
    await using system = createSystem();
    return await mainJob(system);
  }
  print('No ANTHROPIC_API_KEY: the real CLI talks to a loopback Messages API that repeats what it is told.');
  await using api = await startMessagesApi({ reply: loopbackModel });
  await using sandbox = await createSandbox(api);
  await using system = createSystem({ defaults: sandbox.options });
  await mainJob(system);
}

const began = Date.now();
await demo();
print(`\nDone in ${seconds(began)}: every process is gone.`);

function seconds(since: number): string {
  return `${((Date.now() - since) / 1_000).toFixed(1)} s`;
}
