// The layers of DESIGN.md, top to bottom: a folder may import only from those below it.
const layers = [
  '^src/index\\.ts$',
  '^src/inspect/',
  '^src/testing/',
  '^src/system/',
  '^src/supervisor/',
  '^src/session/',
  '^src/callbacks/',
  '^src/registry/',
  '^src/adapter/',
  '^src/process/',
  '^src/history/',
  '^machines/',
  '^src/protocol/',
  '^src/errors/',
  '^src/base/',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.slice(1).map((layer, index) => ({
      name: `no-import-upward-from-${layer.replaceAll(/[^a-z]/g, '')}`,
      severity: 'error',
      from: { path: layer },
      to: { path: layers.slice(0, index + 1).join('|') },
    })),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'machines-import-types-only',
      comment: 'A machine is a picture: it may name the types of others, and XState, and nothing that runs.',
      severity: 'error',
      from: { path: '^machines/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every-file-belongs-to-a-layer',
      severity: 'error',
      from: { path: '^(src|machines)/', pathNot: layers.join('|') },
      to: {},
    },
    {
      name: 'the-mcp-sdk-is-optional',
      comment: 'It is loaded when `createSdkMcpServer` is called, and is in no type of the public API.',
      severity: 'error',
      from: { path: '^(src|machines)/', pathNot: '^src/callbacks/tools/mcp-sdk\\.ts$' },
      to: { path: '@modelcontextprotocol/' },
    },
    {
      name: 'the-inspector-is-optional',
      comment: 'It is loaded when `statelyInspector` is called, and is in no type of the public API.',
      severity: 'error',
      from: { path: '^(src|machines)/', pathNot: '^src/inspect/stately-packages\\.ts$' },
      to: { path: '@statelyai/|node_modules/(@types/)?ws/' },
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      comment: 'But for what scripts/build.ts bundles.',
      from: { path: '^(src|machines)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '^node_modules/(execa|immutable|p-queue|signal-exit|zod)/',
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
