/** What the session is to be: the same for every subject. */
export const { executable, cwd, env, systemPrompt, model, turns } = JSON.parse(process.env.SUBJECT);

/**
 * Prints wall time and CPU time of this process, in ms: of its first session, from loading what it takes to the first
 * result; of a later one, from its start; and of a turn of a session that is warm. `load` gives what starts a session,
 * whose `ask` resolves with the result.
 */
export async function measure(load) {
  const [first, warm] = await liveThrough(async () => (await load())());
  const open = await load();
  const [later, warmToo] = await liveThrough(open);
  const turn = middle([...warm, ...warmToo]);
  process.stdout.write(
    JSON.stringify({ ...named('first', first), ...named('later', later), ...named('turn', turn) }),
  );
}

async function liveThrough(open) {
  const start = await timed(async () => {
    const session = await open();
    await session.ask('start');
    return session;
  });
  const warm = [];
  for (let turn = 1; turn <= turns; turn += 1) warm.push(await timed(() => start.value.ask(`turn ${turn}`)));
  await start.value.close();
  return [start, warm];
}

async function timed(act) {
  const cpu = process.cpuUsage();
  const begin = performance.now();
  const value = await act();
  const wall = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  return { value, wall, cpu: (user + system) / 1_000 };
}

function middle(times) {
  const of = (key) => times.map((time) => time[key]).sort((a, b) => a - b)[Math.floor(times.length / 2)];
  return { wall: of('wall'), cpu: of('cpu') };
}

function named(name, { wall, cpu }) {
  return { [name]: wall, [`${name}Cpu`]: cpu };
}
