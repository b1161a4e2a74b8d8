import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolUse } from 'troupe/testing';
import type { Peer } from '../peer.js';
import { OUR_DEFAULTS, type Scenario } from '../scenario.js';

const idOf = (peer: Peer): string => String(peer.messages.find(({ type }) => type === 'result')?.session_id);

export const control: readonly Scenario[] = [
  {
    name: 'a conversation is resumed, and forked',
    play: async (peer, { start }) => {
      await peer.turn('One.');
      const resume = idOf(peer);
      await peer[Symbol.asyncDispose]();
      const resumed = start({ resume });
      await resumed.turn('Two.');
      await resumed[Symbol.asyncDispose]();
      await start({ resume, forkSession: true }).turn('Three.');
    },
  },
  {
    name: 'another model between turns',
    shows: 'claude-haiku-4-5',
    play: async (peer, { note }) => {
      await peer.turn('One.');
      note('setModel', await peer.setModel('claude-haiku-4-5'));
      await peer.turn('Two.');
      note('setModel', await peer.setModel());
      await peer.turn('Three.');
    },
  },
  {
    name: 'another permission mode between turns',
    shows: 'File created successfully',
    replies: ({ cwd }) => [
      'ok',
      toolUse('Write', { file_path: join(cwd, 'greeting.txt'), content: 'hello\n' }),
    ],
    play: async (peer, { note }) => {
      await peer.turn('One.');
      note('setPermissionMode', await peer.setPermissionMode('acceptEdits'));
      await peer.turn('Two.');
    },
  },
  {
    name: 'another limit of thinking between turns',
    play: async (peer, { note }) => {
      await peer.turn('One.');
      note('setMaxThinkingTokens', await peer.setMaxThinkingTokens(4_000));
      await peer.turn('Two.');
    },
  },
  {
    name: 'what the CLI says of itself',
    play: async (peer, { note }) => {
      await peer.turn('Hello.');
      note('supportedCommands', await peer.supportedCommands());
      note('supportedModels', await peer.supportedModels());
      note('supportedAgents', await peer.supportedAgents());
      note('accountInfo', await peer.accountInfo());
      note('getContextUsage', await peer.getContextUsage({ detail: 'summary' }));
    },
  },
  {
    name: 'files are brought back',
    shows: 'Monday',
    options: () => ({ enableFileCheckpointing: true, permissionMode: 'acceptEdits' }),
    added: { ...OUR_DEFAULTS, extraArgs: { 'replay-user-messages': null } },
    replies: ({ cwd }) => [
      toolUse('Read', { file_path: join(cwd, 'diary.txt') }),
      toolUse('Write', { file_path: join(cwd, 'diary.txt'), content: 'Tuesday\n' }),
    ],
    play: async (peer, { sandbox, note }) => {
      const file = join(sandbox.cwd, 'diary.txt');
      await writeFile(file, 'Monday\n');
      await peer.turn('Write.');
      const prompt = peer.messages.find(({ type, isReplay }) => type === 'user' && isReplay === true);
      const id = String(prompt?.uuid);
      note('rewindFiles', await peer.rewindFiles(id, { dryRun: true }));
      note('rewindFiles', await peer.rewindFiles(id));
      note('file', await readFile(file, 'utf8'));
    },
  },
];
