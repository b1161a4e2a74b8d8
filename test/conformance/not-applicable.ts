/** Statements about what troupe does not have. */
export interface NotApplicable {
  readonly statements: readonly number[];
  readonly why: string;
}

/** Statements that troupe decides otherwise. The row of docs/otp-deviations.md is made of it. */
export interface Deviation {
  readonly statements: readonly number[];
  readonly otp: string;
  readonly here: string;
  readonly why: string;
}

export const notApplicable: readonly NotApplicable[] = [
  { statements: [4], why: 'A child is a session or a supervisor, told by data: there is no start function.' },
  { statements: [5], why: 'A start hands over nothing but the child itself, which is reached by its name.' },
  {
    statements: [24, 50, 85, 125],
    why: 'There is no `ignore`: a session that is not to be started is left out of the tree.',
  },
  {
    statements: [38],
    why: 'Stopping takes no time limit of its caller: each child has its `shutdown`, and the promise need not be awaited.',
  },
  {
    statements: [40],
    why: 'A supervisor is no process that could be killed. One that fails all the same stops its children (test/supervisor).',
  },
  {
    statements: [96],
    why: 'There are no links that a child could break: its process is watched from outside.',
  },
  { statements: [109], why: 'A session is asked by its handle; there is no sending to a name or a pid.' },
  {
    statements: [112, 113, 114, 116],
    why: 'The registry holds names and conversations, one holder each. Tags are looked up in listings; events tell of sessions.',
  },
  {
    statements: [115],
    why: 'A holder gives its names up when its process is gone; there are no dead holders to find.',
  },
  { statements: [117], why: 'The registry is of one thread, and there is nothing to lock.' },
  { statements: [118], why: 'Supervisors are not partitioned: one thread runs them all.' },
  {
    statements: [119, 120, 121],
    why: 'Links, monitors and signals are of the BEAM. Who wants to know listens to events.',
  },
  { statements: [126], why: 'A spec is a plain object; there are no modules to ask for one.' },
];

export const deviations: readonly Deviation[] = [
  {
    statements: [8],
    otp: 'Ignores unknown keys of a spec.',
    here: 'Refuses them, and names the known ones.',
    why: 'A misspelt `restart` would leave the default in its place without a word.',
  },
  {
    statements: [13],
    otp: 'Does not keep the arguments of a temporary child.',
    here: '`getChildSpec` tells the whole spec as long as the child is there.',
    why: 'It is an object that is kept anyway, and listings are of use.',
  },
  {
    statements: [15, 16],
    otp: 'Allows 1 restart in 5 s; Elixir 3, and needs a strategy.',
    here: '3 in 5 s; the strategy is `one_for_one` unless it is given.',
    why: "Elixir's budget suits children that are restarted by nobody's mistake; OTP's default strategy is the harmless one.",
  },
  {
    statements: [37],
    otp: 'A supervisor that somebody stops is restarted by its parent, when it is permanent.',
    here: '`stop()` of a nested supervisor, or of a session, is `terminateChild` by its parent: it stays down.',
    why: 'Stopping that restarts is what people fell over in the Elixir library.',
  },
  {
    statements: [41],
    otp: 'Restarts a permanent child after every exit.',
    here: 'Leaves a child as `gaveUp` whose exit no restart can mend: no CLI, an option it refuses, no such conversation.',
    why: 'The next start would fail in the same way, and take the siblings down when the budget is used up.',
  },
  {
    statements: [56, 71],
    otp: 'A group restart, or that of the supervisor, also starts children that were stopped by hand.',
    here: 'They stay down until they are started by hand; so do those that gave up, and deleted ones stay deleted.',
    why: 'Who stops a session means it. Children that ended by themselves are started, as in OTP.',
  },
  {
    statements: [61, 93],
    otp: 'Children of a simple_one_for_one are instances of one template, addressed by pid.',
    here: 'A dynamic supervisor has a spec for each child, addressed by its id, as all children are.',
    why: 'There are no pids that would outlive a restart; Elixir replaced it in the same way.',
  },
  {
    statements: [65],
    otp: 'Truncates times to whole seconds: the window is up to a second longer than `period`.',
    here: 'Counts in milliseconds.',
    why: 'It is exact, and can be tested.',
  },
  {
    statements: [73],
    otp: 'Restarts without delay.',
    here: 'Waits 500 ms, doubled with each failure in a row up to 30 s, give or take a fifth; forgotten after 60 s of stable running.',
    why: 'A CLI takes half a second of processor time to start, and what is down rarely is up again at once.',
  },
  {
    statements: [74],
    otp: 'A child whose starts fail slowly is restarted for ever: the window is never full.',
    here: '`maxConsecutive` failures in a row (8) count as the budget exceeded.',
    why: 'Sessions fail slowly.',
  },
  {
    statements: [79, 81],
    otp: 'Under rest_for_one, children behind one whose restart fails are listed as not running, and stay so when it is stopped.',
    here: 'They are `restarting`, and are started when their delay is over, whether the failed one was stopped meanwhile or not.',
    why: 'They are coming back; and who stops one child does not ask for the end of others (EEP "delayed restarts").',
  },
  {
    statements: [83, 105],
    otp: '`already_started` carries the pid of the holder.',
    here: 'The error names the child or the name; the holder is reached by that.',
    why: 'Handles are found by name.',
  },
  {
    statements: [91],
    otp: 'Answers nothing while a child starts or stops, and all calls one after another.',
    here: 'Listings are answered at once; calls about one child keep their order, calls about others do not wait for it. A stop cuts a start, or the wait for one, short.',
    why: 'A CLI may take half a minute to start.',
  },
  {
    statements: [94],
    otp: 'Lists the child that was started last first.',
    here: 'Lists children in start order.',
    why: 'That is the order of the tree as it was written.',
  },
  {
    statements: [108],
    otp: 'The name of a child that is being restarted is free, and somebody may take it.',
    here: 'It stays reserved; what is asked of it waits for the next incarnation.',
    why: 'The name owns the mailbox. A restart cannot fail because somebody was quicker.',
  },
  {
    statements: [124],
    otp: 'A DynamicSupervisor ignores ids, which may repeat, and prepends arguments to each start.',
    here: 'Ids are unique, and specs are used as they are given.',
    why: 'A child is addressed by its id; a function that makes specs does what common arguments would.',
  },
];
