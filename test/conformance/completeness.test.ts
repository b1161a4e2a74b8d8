import { expect, test } from 'vitest';
import { duplicateTest, registryTest, uniqueTest } from './cases/elixir-registry.js';
import {
  dynamicSupervisorTest,
  partitionSupervisorTest,
  supervisorTest,
} from './cases/elixir-supervisors.js';
import { supervisorSuite } from './cases/otp.js';
import { supervisionSpec } from './cases/pekko.js';
import { casesLeftOut } from './cases/left-out.js';
import { deviations, notApplicable } from './not-applicable.js';
import { statementsIn, titlesIn, titlesInFolder } from './titles.js';

/** The statements about OTP's supervision: S1 to S127. */
const STATEMENTS = Array.from({ length: 127 }, (_, index) => index + 1);

const suites = [
  supervisorSuite,
  ...[supervisorTest, dynamicSupervisorTest, partitionSupervisorTest],
  ...[registryTest, uniqueTest, duplicateTest],
  supervisionSpec,
];
const cases = suites.flatMap(({ name, cases }) =>
  cases.map(([, title], index) => `${name} ${index + 1} ${title}`),
);
const titles = titlesInFolder();
const isTested = (reference: string) => titles.some((title) => title.includes(reference));

const tested = new Set(titles.flatMap(statementsIn));
const inapplicable = notApplicable.flatMap(({ statements }) => statements);
const deviant = deviations.flatMap(({ statements }) => statements);
const leftOut = casesLeftOut.flatMap(({ suite, numbers }) =>
  numbers.map((number) => `${suite.name} ${number} ${suite.cases[number - 1]?.[1] ?? 'that there is not'}`),
);

test('each statement is tested, or there is a reason why not', () => {
  const reasoned = new Set([...inapplicable, ...deviant]);
  expect(STATEMENTS.filter((number) => !tested.has(number) && !reasoned.has(number))).toEqual([]);
});

test('each case of the other suites is tested, or there is a reason why not', () => {
  expect(
    cases.filter((name) => !isTested(`${name}:`) && !isTested(`${name},`) && !leftOut.includes(name)),
  ).toEqual([]);
});

test('what does not apply is not tested all the same', () => {
  expect(inapplicable.filter((number) => tested.has(number))).toEqual([]);
  expect(leftOut.filter((name) => isTested(`${name}:`) || isTested(`${name},`))).toEqual([]);
});

test('no test and no reason is for a statement or a case that there is not', () => {
  expect([...tested, ...inapplicable, ...deviant].filter((number) => !STATEMENTS.includes(number))).toEqual(
    [],
  );
  expect(leftOut.filter((name) => !cases.includes(name))).toEqual([]);
  const suiteNames = suites.map(({ name }) => name).join('|');
  const cited = titles.flatMap((title) => title.match(new RegExp(`\\b(?:${suiteNames}) \\d+ .*`, 'g')) ?? []);
  expect(cited.filter((text) => !cases.some((name) => text.startsWith(name)))).toEqual([]);
});

test('titles are found in whatever way they are written', () => {
  const source = `
test('S1: plain', () => {});
  test.each([['a', ')'], ["b"]])(
    'S2, S3, suite 4 name: of a table',
    () => {},
  );
describe.each(['x'] as const)("S4: it's a group", () => {
  expect(test('no title', 1));
});
`;
  const found = titlesIn(source);
  expect(found).toEqual(['S1: plain', 'S2, S3, suite 4 name: of a table', "S4: it's a group"]);
  expect(found.flatMap(statementsIn)).toEqual([1, 2, 3, 4]);
});
