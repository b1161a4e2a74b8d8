import { faultText } from '../../base/fault-text.js';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';
import { controlErrorLine, controlSuccessLine } from '../../protocol/wire/host-lines.js';
import type { AdapterSink } from '../session-adapter.js';

/**
 * What the CLI has asked of its host and waits for (`cli-protocol.md`, 3 and 5). Each is answered once, unless it is
 * withdrawn or the process ends: then its signal fires, and an answer that comes later goes nowhere.
 */
export class HostCalls {
  readonly #open = new Set<OpenCall>();
  readonly #serve: AdapterSink['serve'];
  readonly #write: (line: string) => void;

  constructor(serve: AdapterSink['serve'], write: (line: string) => void) {
    this.#serve = serve;
    this.#write = write;
  }

  accept(id: string, request: ControlRequestBody): void {
    const call = { id, withdrawal: new AbortController() };
    this.#open.add(call);
    this.#serve({ id, request, signal: call.withdrawal.signal }).then(
      (response) => this.#answer(call, () => controlSuccessLine(id, response)),
      (fault: unknown) => this.#answer(call, () => controlErrorLine(id, words(fault))),
    );
  }

  /** An id may be that of several: nobody sees to it that they are unique. */
  withdraw(id: string): void {
    this.#drop([...this.#open].filter((call) => call.id === id));
  }

  /** The process is gone. */
  close(): void {
    this.#drop([...this.#open]);
  }

  #drop(calls: readonly OpenCall[]): void {
    for (const call of calls) {
      this.#open.delete(call);
      call.withdrawal.abort();
    }
  }

  #answer(call: OpenCall, line: () => string): void {
    if (this.#open.delete(call)) this.#write(lineOr(line, call.id));
  }
}

interface OpenCall {
  readonly id: string;
  readonly withdrawal: AbortController;
}

/** What user code answers may be something that cannot be written. */
function lineOr(line: () => string, id: string): string {
  try {
    return line();
  } catch (fault) {
    return controlErrorLine(id, words(fault));
  }
}

function words(fault: unknown): string {
  return fault instanceof Error ? fault.message : faultText(fault);
}
