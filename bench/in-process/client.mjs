// Looks at an inspector, and says so; it ends when that does.
import WebSocket from 'ws';

const socket = new WebSocket(process.argv[2]);
socket.once('message', () => process.stdout.write('connected'));
socket.on('message', () => {});
socket.on('error', () => {});
