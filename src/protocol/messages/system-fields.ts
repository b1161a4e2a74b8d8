/** What every system message has. */
export interface SystemFields {
  readonly type: 'system';
  readonly session_id?: string;
  readonly uuid?: string;
}
