// Imports one module in a process that has done nothing else: wall time in ms, growth of the resident set in MB.
const memory = process.memoryUsage.rss();
const start = performance.now();
await import(process.argv[2]);
const time = performance.now() - start;
process.stdout.write(JSON.stringify({ time, memory: (process.memoryUsage.rss() - memory) / 1e6 }));
