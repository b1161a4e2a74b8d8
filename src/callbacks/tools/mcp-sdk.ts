import { createRequire } from 'node:module';
import { once } from '../../base/once.js';
import { SessionError } from '../../errors/session-error.js';
import type { McpServerInstance } from '../../protocol/callbacks/index.js';

/** As much of `@modelcontextprotocol/sdk` as is used here. */
export interface McpSdk {
  readonly McpServer: new (
    info: { readonly name: string; readonly version: string },
    options: Readonly<Record<string, unknown>>,
  ) => McpServer;
  /** Throws where the schema cannot be said in JSON Schema. */
  readonly toJsonSchema: (shape: object) => unknown;
}

export interface McpServer extends McpServerInstance {
  registerTool(name: string, config: Readonly<Record<string, unknown>>, handler: unknown): unknown;
}

/** The package, which is loaded when it is first needed. Throws `mcp_sdk_not_found`. */
export const mcpSdk = once((): McpSdk => {
  const require = createRequire(import.meta.url);
  try {
    const { McpServer } = require('@modelcontextprotocol/sdk/server/mcp.js') as Pick<McpSdk, 'McpServer'>;
    const { normalizeObjectSchema } = require('@modelcontextprotocol/sdk/server/zod-compat.js') as {
      normalizeObjectSchema: (schema: object) => object | undefined;
    };
    const { toJsonSchemaCompat } = require('@modelcontextprotocol/sdk/server/zod-json-schema-compat.js') as {
      toJsonSchemaCompat: (schema: object, options: object) => unknown;
    };
    return {
      McpServer,
      toJsonSchema: (shape) => {
        const schema = normalizeObjectSchema(shape);
        return schema && toJsonSchemaCompat(schema, { strictUnions: true, pipeStrategy: 'input' });
      },
    };
  } catch (cause) {
    throw new SessionError(
      'mcp_sdk_not_found',
      `'createSdkMcpServer' needs a package that is not installed. Install it with: ${INSTALL_LINE}`,
      { cause },
    );
  }
});

const INSTALL_LINE = 'npm install @modelcontextprotocol/sdk@1';
