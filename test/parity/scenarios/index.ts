import { control } from './control.js';
import { hooks } from './hooks.js';
import { permissions } from './permissions.js';
import { servers } from './servers.js';
import { tools } from './tools.js';
import { turns } from './turns.js';

export const scenarios = [...turns, ...tools, ...permissions, ...hooks, ...control, ...servers];
