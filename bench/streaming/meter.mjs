/** The process that is listened to. */
export const executable = new URL('copying-cli.sh', import.meta.url).pathname;

/** Counts the partial messages of one turn, and the CPU time of this process from the turn's first message to its last. */
export class Meter {
  #before;
  #count = 0;

  hear({ type, subtype }) {
    if (type === 'stream_event') this.#count += 1;
    else if (subtype === 'init') this.#before = process.cpuUsage();
    else if (type === 'result') this.#report();
  }

  #report() {
    const { user, system } = process.cpuUsage(this.#before);
    process.stdout.write(JSON.stringify({ cpu: (user + system) / 1_000, count: this.#count }));
  }
}
