/** What the context window holds, in tokens; the CLI's own keys, and more than is typed here. */
export interface ContextUsage {
  readonly categories: readonly ContextUsageCategory[];
  readonly totalTokens: number;
  readonly maxTokens: number;
  readonly rawMaxTokens: number;
  readonly percentage: number;
  readonly model: string;
  readonly isAutoCompactEnabled?: boolean;
  readonly autoCompactThreshold?: number;
  readonly apiUsage?: Readonly<Record<string, number>> | null;
  readonly [field: string]: unknown;
}

export interface ContextUsageCategory {
  /** Stable, as the English `name` is not. */
  readonly id?: string;
  readonly name: string;
  readonly tokens: number;
  readonly kind?: 'used' | 'free' | 'buffer' | 'deferred';
}
