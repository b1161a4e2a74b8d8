import { duplicateTest, registryTest, uniqueTest } from './elixir-registry.js';
import { dynamicSupervisorTest, partitionSupervisorTest, supervisorTest } from './elixir-supervisors.js';
import { supervisorSuite } from './otp.js';
import { supervisionSpec } from './pekko.js';
import type { Suite } from './suite.js';

/** Cases of other suites that are about what troupe does not have. */
export interface LeftOut {
  readonly suite: Suite;
  readonly numbers: readonly number[];
  readonly why: string;
}

const NO_IGNORE = 'A start cannot say `ignore`.';
const NO_EXTRA = 'A start hands over nothing but the child.';
const NO_RECONFIGURATION = 'The flags of a supervisor that runs cannot be changed.';
const NO_OLD_SPECS = 'There is one form of spec.';
const NO_SUGAR = 'A spec is a plain object; there are no modules that make one.';
const NO_LOOKUPS = 'The registry has no values, and no lookups but by name.';
const OF_THE_BEAM = 'It is about the BEAM.';

const fromTo = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

export const casesLeftOut: readonly LeftOut[] = [
  { suite: supervisorSuite, numbers: [...fromTo(2, 7), 36], why: NO_IGNORE },
  { suite: supervisorSuite, numbers: [25, 38], why: NO_EXTRA },
  {
    suite: supervisorSuite,
    numbers: [39, 75],
    why: 'The spec of a temporary child is kept while the child is there.',
  },
  { suite: supervisorSuite, numbers: [44, 74, 89, 90], why: OF_THE_BEAM },
  { suite: supervisorSuite, numbers: [55], why: 'There are no links: a process is watched from outside.' },
  { suite: supervisorSuite, numbers: [...fromTo(64, 70), ...fromTo(83, 86)], why: NO_RECONFIGURATION },
  { suite: supervisorSuite, numbers: [77, 88], why: 'How costs grow is measured in bench/ and test/bench.' },

  { suite: supervisorTest, numbers: [1, 2, 13], why: NO_SUGAR },
  { suite: supervisorTest, numbers: [4, 9, 11], why: NO_OLD_SPECS },
  { suite: supervisorTest, numbers: [6], why: 'Names are of one host.' },

  { suite: dynamicSupervisorTest, numbers: [3, 13], why: NO_SUGAR },
  { suite: dynamicSupervisorTest, numbers: [7, 8], why: OF_THE_BEAM },
  { suite: dynamicSupervisorTest, numbers: [9, 10], why: NO_RECONFIGURATION },
  { suite: dynamicSupervisorTest, numbers: [11], why: NO_OLD_SPECS },
  { suite: dynamicSupervisorTest, numbers: [14, 25], why: 'Specs are used as they are given: S124.' },

  { suite: partitionSupervisorTest, numbers: fromTo(1, 22), why: 'One thread runs all supervisors.' },

  { suite: registryTest, numbers: fromTo(2, 6), why: 'There is nothing to lock in one thread.' },
  { suite: uniqueTest, numbers: [1, 20], why: OF_THE_BEAM },
  { suite: uniqueTest, numbers: [2, 3, ...fromTo(7, 13), 15, 16, ...fromTo(23, 33)], why: NO_LOOKUPS },
  { suite: uniqueTest, numbers: [6], why: 'A holder gives its names up itself: there are no dead ones.' },
  { suite: uniqueTest, numbers: [14], why: 'Names are strings.' },
  {
    suite: uniqueTest,
    numbers: [19],
    why: 'The registry has no listeners; sessions and supervisors have events.',
  },
  { suite: uniqueTest, numbers: [21], why: 'A system has one registry, which is always there.' },
  {
    suite: duplicateTest,
    numbers: fromTo(1, 34),
    why: 'A name has one holder. Tags are looked up in listings.',
  },

  {
    suite: supervisionSpec,
    numbers: [5],
    why: 'A turn that fails does not end a session; a restart keeps the conversation, by resuming it.',
  },
];
