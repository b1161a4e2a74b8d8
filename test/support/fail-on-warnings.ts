/** Warnings of Node that tell of a leak, or of a timer that fires at once instead of later. */
const FATAL: ReadonlySet<string> = new Set(['MaxListenersExceededWarning', 'TimeoutOverflowWarning']);

// Thrown where nobody catches it, so that it fails the run as an unhandled error, whichever test it comes from.
process.on('warning', (warning) => {
  if (FATAL.has(warning.name)) throw warning;
});
