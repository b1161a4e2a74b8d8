// An MCP server on stdio: one tool tells what its environment holds under GREETING, the other asks the user.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';

const said = (text) => ({ content: [{ type: 'text', text }] });
const name = { type: 'object', properties: { name: { type: 'string' } } };

const server = new McpServer({ name: 'greeter', version: '1.0.0' });
server.registerTool('greet', { description: 'Greets.' }, () => said(process.env.GREETING ?? 'no greeting'));
server.registerTool('ask', { description: 'Asks for a name.' }, async () => {
  const answer = await server.server.elicitInput({ message: 'Who is there?', requestedSchema: name });
  return said(JSON.stringify(answer));
});
await server.connect(new StdioServerTransport());
