import * as z from 'zod';
import type { ControlRequestBody } from '../../protocol/wire/classify-line.js';

/** A hook of the host's, as the handshake registered it. */
export interface DeclaredHook {
  readonly event: string;
  /** In ms; `Infinity` where it has none. */
  readonly timeout: number;
}

/** What a handshake has said of what the host can be asked. */
export interface Declared {
  /** By their ids. */
  readonly hooks: ReadonlyMap<string, DeclaredHook>;
  readonly dialogKinds: ReadonlySet<string>;
}

export const NOTHING_DECLARED: Declared = { hooks: new Map(), dialogKinds: new Set() };

const handshake = z.looseObject({
  hooks: z
    .record(
      z.string(),
      z.array(z.looseObject({ hookCallbackIds: z.array(z.string()), timeout: z.number().optional() })),
    )
    .optional(),
  supportedDialogKinds: z.array(z.string()).optional(),
});

export function declaredBy(request: ControlRequestBody): Declared {
  const { hooks = {}, supportedDialogKinds = [] } = handshake.parse(request);
  const declared = Object.entries(hooks).flatMap(([event, matchers]) =>
    matchers.flatMap(({ hookCallbackIds: ids, timeout }) =>
      ids.map((id) => [id, { event, timeout: timeout === undefined ? Infinity : timeout * 1_000 }] as const),
    ),
  );
  return { hooks: new Map(declared), dialogKinds: new Set(supportedDialogKinds) };
}
