import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

const notes = new Map<string, string[]>();

/** A server for one MCP session; its state hangs on the user, not on the session. */
export function createServer(userId: string): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });

  server.registerTool(
    'add_note',
    { description: 'Keep a note', inputSchema: { text: z.string().max(1000) } },
    ({ text }) => {
      const own = notes.get(userId) ?? [];
      notes.set(userId, [...own, text].slice(-100));
      return { content: [{ type: 'text', text: 'Noted.' }] };
    },
  );

  server.registerTool('list_notes', { description: 'Your notes' }, () => ({
    content: [{ type: 'text', text: (notes.get(userId) ?? []).join('\n') || 'No notes.' }],
  }));

  return server;
}
