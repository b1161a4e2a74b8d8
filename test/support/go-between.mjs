#!/usr/bin/env node
// Stands between a host and the real CLI, and does on a test's word what neither of them would: see go-between.ts.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const { GO_BETWEEN_CLI, GO_BETWEEN_SOCKET } = process.env;
const test = connect(GO_BETWEEN_SOCKET);
const tell = (event) => test.write(`${JSON.stringify(event)}\n`);

/** Lines of one direction, in their order: behind one that is held, all are. */
function lane(pass) {
  let rule;
  let held = [];
  return {
    obey: (order) => (rule = order),
    take: (line) => {
      const isMeant = rule !== undefined && line.includes(rule.text);
      if (isMeant && rule.what === 'drop') return tell({ what: 'dropped', line });
      if (held.length > 0 || isMeant) {
        held.push(line);
        return tell({ what: 'held', line });
      }
      pass(line);
      return tell({ what: 'passed', line });
    },
    release: () => {
      rule = undefined;
      for (const line of held.splice(0)) pass(line);
    },
  };
}

function connectCli(orders) {
  const cli = spawn(GO_BETWEEN_CLI, process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lanes = {
    fromHost: lane((line) => cli.stdin.write(`${line}\n`)),
    // At once, so that nothing that has passed is lost by a death.
    fromCli: lane((line) => writeSync(1, `${line}\n`)),
  };
  const perform = {
    rule: ({ rule, id }) => {
      lanes[rule.lane].obey(rule);
      tell({ what: 'ruled', line: id });
    },
    release: () => Object.values(lanes).forEach((each) => each.release()),
    say: ({ words }) => writeSync(2, words),
    die: ({ way }) => {
      // At the end of its input the CLI would end by itself: it is for the host to end it.
      cli.kill('SIGSTOP');
      if (way === 'exit 0') process.exit(0);
      process.kill(process.pid, way);
    },
  };
  const obey = (order) => perform[order.what](order);
  orders.forEach(obey);
  createInterface({ input: process.stdin })
    .on('line', lanes.fromHost.take)
    .on('close', () => cli.stdin.end());
  createInterface({ input: cli.stdout }).on('line', lanes.fromCli.take);
  cli.stdin.on('error', () => undefined);
  cli.on('close', (code, signal) =>
    signal === null ? process.exit(code) : process.kill(process.pid, signal),
  );
  tell({ what: 'started', line: String(cli.pid) });
  return obey;
}

let obey;
createInterface({ input: test }).on('line', (line) => {
  const orders = JSON.parse(line);
  if (obey === undefined) obey = connectCli(orders);
  else orders.forEach(obey);
});
