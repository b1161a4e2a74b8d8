// The public subpath `troupe/inspect`. A line added here becomes public API.
export type { InspectedActor, InspectedEvent } from './inspected-event.js';
export type { StatelyInspectorOptions } from './inspector-options.js';
export { statelyInspector, type StatelyInspector } from './stately-inspector.js';
