import { registerHooks } from 'node:module';

/** Puts the double in the place of `electron` for whatever is imported after it. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
