import * as z from 'zod';
import { LONGEST_DELAY } from '../base/clock.js';
import { once } from '../base/once.js';
import { optionSchemas } from '../protocol/options/options-schema.js';

/** What each type of spec may hold. The description of a value names OTP's word for the fault, where there is one. */
export const specSchemas = once(() => {
  const { session: options, kinds } = optionSchemas();
  const { text, texts, flag, milliseconds } = kinds;
  const finite = z.number().min(0).max(LONGEST_DELAY).describe(`milliseconds from 0 to ${LONGEST_DELAY}`);

  const policy = {
    type: text,
    id: text,
    restart: z
      .enum(['permanent', 'transient', 'temporary'])
      .describe("'permanent', 'transient' or 'temporary' (OTP: invalid_restart_type)"),
    significant: flag.describe('true or false (OTP: invalid_significant)'),
    backOff: z.looseObject({}).describe('an object with initial, factor, max and jitter, or some of them'),
    stableAfter: milliseconds,
    maxConsecutive: z
      .union([z.int().positive(), z.literal(Infinity)])
      .describe('a whole number above 0, or Infinity'),
    tags: texts,
  };

  const flags = {
    type: text,
    id: text,
    name: text,
    maxRestarts: z.int().nonnegative().describe('a whole number, not below 0 (OTP: invalid_intensity)'),
    maxSeconds: z.number().positive().describe('a number of seconds above 0 (OTP: invalid_period)'),
  };

  const autoShutdown = z
    .enum(['never', 'any_significant', 'all_significant'])
    .describe("'never', 'any_significant' or 'all_significant' (OTP: invalid_auto_shutdown)");

  const supervisor = {
    ...flags,
    strategy: z
      .enum(['one_for_one', 'one_for_all', 'rest_for_one'])
      .describe("'one_for_one', 'one_for_all' or 'rest_for_one' (OTP: invalid_strategy)"),
    autoShutdown,
    children: z.custom(Array.isArray).describe('a list of child specs'),
  };

  const dynamicSupervisor = {
    ...flags,
    maxChildren: z
      .union([z.int().nonnegative(), z.literal(Infinity)])
      .describe('a whole number, not below 0, or Infinity'),
  };

  const ofSupervisors = {
    ...policy,
    shutdown: z
      .literal('infinity')
      .describe(
        "left out or 'infinity', as a supervisor that was killed would leave its children behind (OTP: invalid_shutdown)",
      ),
  };

  const session = {
    ...options,
    ...policy,
    shutdown: z
      .union([milliseconds, z.enum(['brutal_kill', 'infinity'])])
      .describe(
        `milliseconds from 0 to ${LONGEST_DELAY}, 'brutal_kill' or 'infinity' (OTP: invalid_shutdown)`,
      ),
    retryInFlight: flag,
    whenContextLost: z.enum(['fail', 'fresh']).describe("'fail' or 'fresh'"),
  };

  return {
    root: { supervisor, dynamicSupervisor },
    child: {
      session,
      supervisor: { ...supervisor, ...ofSupervisors },
      dynamicSupervisor: { ...dynamicSupervisor, ...ofSupervisors },
    },
    backOff: {
      initial: finite,
      factor: z.number().min(1).describe('a number not below 1'),
      max: finite,
      jitter: z.number().min(0).max(1).describe('a share from 0 to 1'),
    },
    autoShutdown,
  };
});
