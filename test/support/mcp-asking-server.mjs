// An MCP server whose only tool asks the user for a name.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const server = new McpServer({ name: 'asking', version: '1.0.0' });
server.registerTool('ask', { description: 'Asks for a name.' }, async () => {
  const requestedSchema = { type: 'object', properties: { name: { type: 'string' } } };
  const answer = await server.server.elicitInput({ message: 'Your name?', requestedSchema });
  return { content: [{ type: 'text', text: JSON.stringify(answer) }] };
});
await server.connect(new StdioServerTransport());
