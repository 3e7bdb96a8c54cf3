import { contextBridge } from 'electron';

/** All that the page learns of the shell: that it is one. Everything else it does by fetch, as in a browser. */
contextBridge.exposeInMainWorld('jiesuShell', Object.freeze({ name: 'electron', platform: process.platform }));
