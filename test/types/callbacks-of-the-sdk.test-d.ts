import type * as sdk from '@anthropic-ai/claude-agent-sdk';
import type {
  AgentDefinition,
  CanUseTool,
  OnElicitation,
  OnUserDialog,
  PermissionMode,
  PermissionResult,
  PermissionUpdate,
  SessionOptions,
} from 'troupe';
import { expectTypeOf, test } from 'vitest';
import type { OFFICIAL_OPTIONS } from '../../src/protocol/options/official-options.js';

test('a callback written for the official SDK is one of ours', () => {
  expectTypeOf<sdk.CanUseTool>().toExtend<CanUseTool>();
  expectTypeOf<sdk.OnElicitation>().toExtend<OnElicitation>();
  expectTypeOf<sdk.OnUserDialog>().toExtend<OnUserDialog>();
});

test('so are what it answers with, and the values of options', () => {
  expectTypeOf<sdk.PermissionResult>().toExtend<PermissionResult>();
  expectTypeOf<PermissionUpdate>().toExtend<sdk.PermissionUpdate>();
  expectTypeOf<PermissionMode>().toEqualTypeOf<sdk.PermissionMode>();
  // Its servers may be in-process ones, which the CLI ignores.
  expectTypeOf<Omit<sdk.AgentDefinition, 'mcpServers'>>().toExtend<Omit<AgentDefinition, 'mcpServers'>>();
});

test('a callback of ours need not be asynchronous', () => {
  expectTypeOf(() => ({ behavior: 'allow' }) as const).toExtend<CanUseTool>();
  expectTypeOf(() => ({ behavior: 'deny' }) as const).not.toExtend<CanUseTool>();
});

test('of each option that has no such name here it is known what to use', () => {
  type Missing = Exclude<keyof sdk.Options, keyof SessionOptions>;
  expectTypeOf<keyof typeof OFFICIAL_OPTIONS>().toEqualTypeOf<Missing>();
});
