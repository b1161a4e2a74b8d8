import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as troupe from 'troupe';
import * as history from 'troupe/history';
import * as inspect from 'troupe/inspect';
import * as machines from 'troupe/machines';
import * as testing from 'troupe/testing';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('exports these values from the root, and no others', () => {
  expect(Object.keys(troupe).sort()).toEqual([
    'SessionError',
    'checkChildSpecs',
    'conversation',
    'createSdkMcpServer',
    'createSystem',
    'defaultSystem',
    'getSession',
    'getSupervisor',
    'isSessionError',
    'query',
    'startSession',
    'startSupervisor',
    'tool',
  ]);
});

it('exports these names of types and values from the root, and no others', () => {
  const source = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8');
  const names = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)]
    .flatMap(([, list = '']) => list.split(','))
    .map((name) => name.replace('type ', '').trim())
    .filter(Boolean);
  expect(names.sort()).toEqual(PUBLIC_NAMES);
});

it('exports these values from the subpaths, and no others', () => {
  expect(Object.keys(history).sort()).toEqual([
    'configDirectory',
    'conversation',
    'fileTranscriptStore',
    'latestConversation',
    'projectKey',
    'readConversation',
    'transcriptsOf',
  ]);
  expect(Object.keys(inspect)).toEqual(['statelyInspector']);
  expect(Object.keys(machines).sort()).toEqual(['sessionMachine', 'supervisorMachine']);
  expect(Object.keys(testing).sort()).toEqual(PUBLIC_TESTING_NAMES);
});

it('works as it is published: built, under plain Node, with XState’s production build', () => {
  const script = `
    import { createSystem } from 'troupe';
    import { scriptedBackend } from 'troupe/testing';
    import 'troupe/history';
    import { statelyInspector } from 'troupe/inspect';
    import 'troupe/machines';
    const system = createSystem({ backend: scriptedBackend(({ text }) => 'You said: ' + text) });
    const session = system.startSession({ name: 'assistant' });
    console.log(await system.getSession('assistant').stream('hello').finalText());
    await (await statelyInspector({ system })).stop();
    await system.stop();
    console.log(session.state);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(printed).toBe('You said: hello\nstopped\n');
});

it('loads nothing that starts processes before a session needs it', () => {
  const script = `
    await import('troupe');
    console.log(process.moduleLoadList.includes('NativeModule child_process'));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(printed).toBe('false\n');
});

const PUBLIC_NAMES = [
  'ActorView',
  'AdapterRequest',
  'AdapterSink',
  'AutoShutdown',
  'BackOff',
  'Backend',
  'ChildDynamicSupervisorSpec',
  'ChildPolicy',
  'ChildSpec',
  'ChildStatus',
  'ChildSupervisorSpec',
  'Clock',
  'Collected',
  'ConversationMessage',
  'DialogQuestion',
  'DynamicSupervisorSpec',
  'ElicitationQuestion',
  'Ending',
  'EventGap',
  'EventStream',
  'EventStreamOptions',
  'FailedResult',
  'Frame',
  'FrameCounts',
  'HostCall',
  'IndexedDelta',
  'InspectionObserver',
  'InterruptOutcome',
  'LastExit',
  'LogFacts',
  'Logger',
  'OutputFormat',
  'PermissionMode',
  'PermissionQuestion',
  'QueryOptions',
  'QueryStream',
  'Question',
  'QuestionAnswer',
  'Restart',
  'ResultErrorCode',
  'RootSpec',
  'Session',
  'SessionAdapter',
  'SessionControls',
  'SessionCounts',
  'SessionError',
  'SessionErrorCode',
  'SessionErrorFacts',
  'SessionEvents',
  'SessionFilter',
  'SessionHappened',
  'SessionHappening',
  'SessionNames',
  'SessionNode',
  'SessionOptions',
  'SessionRow',
  'SessionSnapshot',
  'SessionSpec',
  'SessionState',
  'SessionStatus',
  'SettingSource',
  'Shutdown',
  'Strategy',
  'SupervisionErrorCode',
  'Supervisor',
  'SupervisorChildCounts',
  'SupervisorChildRow',
  'SupervisorEvents',
  'SupervisorHappened',
  'SupervisorHappening',
  'SupervisorNames',
  'SupervisorNode',
  'SupervisorReport',
  'SupervisorSpec',
  'SupervisorState',
  'SupervisorStatus',
  'System',
  'SystemEvent',
  'SystemLimits',
  'SystemOptions',
  'SystemPromptPreset',
  'SystemTree',
  'TimerHandle',
  'ToolCall',
  'TreeNode',
  'Unsubscribe',
  'Where',
  'checkChildSpecs',
  'conversation',
  'createSdkMcpServer',
  'createSystem',
  'defaultSystem',
  'getSession',
  'getSupervisor',
  'isSessionError',
  'query',
  'startSession',
  'startSupervisor',
  'tool',
];

const PUBLIC_TESTING_NAMES = [
  'apiError',
  'apiErrorReply',
  'apiErrorResult',
  'assistantMessage',
  'createFakeClock',
  'createSandbox',
  'cutAfter',
  'delayed',
  'gate',
  'hang',
  'localCommandResult',
  'pacedReply',
  'partialMessage',
  'paused',
  'refuse',
  'reply',
  'resultMessage',
  'scriptedBackend',
  'sseError',
  'startMessagesApi',
  'streamedText',
  'text',
  'textBlock',
  'textDelta',
  'thinking',
  'thinkingBlock',
  'thinkingDelta',
  'toolResultMessage',
  'toolUse',
  'toolUseBlock',
  'useTool',
];
