import type {
  AnyZodRawShape,
  SdkMcpToolDefinition,
  ToolExtras,
  ToolHandler,
} from '../../protocol/callbacks/index.js';
import { checkTool } from './check-tools.js';

/**
 * A tool within this host, for `createSdkMcpServer`. Arguments that do not fit the shape do not reach the handler: the
 * model is told what is wrong with them. Throws `invalid_option` for what no tool can be made of.
 */
export function tool<Shape extends AnyZodRawShape>(
  name: string,
  description: string,
  inputSchema: Shape,
  handler: ToolHandler<Shape>,
  extras: ToolExtras = {},
): SdkMcpToolDefinition<Shape> {
  checkTool({ name, description, inputSchema, handler }, extras);
  const { annotations, searchHint, alwaysLoad } = extras;
  const meta = {
    ...(searchHint !== undefined && searchHint !== '' && { 'anthropic/searchHint': searchHint }),
    ...(alwaysLoad === true && { 'anthropic/alwaysLoad': true }),
  };
  return {
    name,
    description,
    inputSchema,
    handler,
    ...(annotations && { annotations }),
    ...(Object.keys(meta).length > 0 && { _meta: meta }),
  };
}
