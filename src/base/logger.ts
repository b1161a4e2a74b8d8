import { isolate, type FaultReporter } from './isolate.js';

/** What a log line carries beside its text. Never a prompt, an answer or a secret. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** Where the library says what its return values cannot. The faults of a logger itself become process warnings. */
export interface Logger {
  debug(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

/** Warnings and errors become Node process warnings (stderr by default); debug lines go nowhere. */
export const defaultLogger: Logger = {
  debug: () => undefined,
  warn: emitWarning,
  error: emitWarning,
};

/** The same logger, made unable to hurt its caller: its own faults go to `report`, which must not be itself. */
export function guardLogger(logger: Logger, report: FaultReporter): Logger {
  const guarded = (level: keyof Logger) => (message: string, facts?: LogFacts) =>
    isolate('logger', report, () => logger[level](message, facts));
  return { debug: guarded('debug'), warn: guarded('warn'), error: guarded('error') };
}

function emitWarning(message: string, facts?: LogFacts): void {
  process.emitWarning(message, { type: 'TroupeWarning', ...(facts && { detail: JSON.stringify(facts) }) });
}
